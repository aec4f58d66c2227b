package dev.spindle.tool;

import dev.spindle.json.Json;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What came of reading the arguments that a model wrote. */
public sealed interface Arguments permits Arguments.Accepted, Arguments.Rejected {
    /**
     * They fit.
     *
     * @param json the object, after repair and coercion if any
     * @param notes what was repaired or coerced, in words; empty if they were taken as written
     * @param bound the Java values already made of them, or null; only the tool that made them looks inside
     */
    record Accepted(Json json, List<String> notes, @Nullable Object bound) implements Arguments {
        /** Copies the notes. */
        public Accepted {
            notes = List.copyOf(notes);
        }

        /** Arguments taken as they are. */
        public static Accepted of(Json json) {
            return new Accepted(json, List.of(), null);
        }
    }

    /**
     * They do not fit.
     *
     * @param message for the model: what was wrong, where, what was expected and the nearest valid names
     */
    record Rejected(String message) implements Arguments {}
}
