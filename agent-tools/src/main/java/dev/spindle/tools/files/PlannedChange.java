package dev.spindle.tools.files;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a call of {@link FileEditTools} would do to one file, found out without doing it. */
public sealed interface PlannedChange {
    /** The file, relative to its folder. */
    String path();

    /**
     * The file is created, or its text is changed.
     *
     * @param before its whole text; null if there is none yet
     * @param after its whole text then
     * @param notes which parts of a patch do not fit exactly, in words of this library alone
     */
    record Written(String path, @Nullable String before, String after, List<String> notes) implements PlannedChange {
        /** Copies the notes. */
        public Written {
            notes = List.copyOf(notes);
        }
    }

    /**
     * The file goes.
     *
     * @param before its whole text; null if it is no text, or too big to be read
     * @param notes which parts of a patch do not fit exactly, in words of this library alone
     */
    record Removed(String path, @Nullable String before, List<String> notes) implements PlannedChange {
        /** Copies the notes. */
        public Removed {
            notes = List.copyOf(notes);
        }
    }

    /**
     * The file gets another path.
     *
     * @param to where nothing is yet
     */
    record Moved(String path, String to) implements PlannedChange {}
}
