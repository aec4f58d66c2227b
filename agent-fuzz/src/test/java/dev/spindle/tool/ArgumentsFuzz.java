package dev.spindle.tool;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.spindle.fuzz.Budget;
import dev.spindle.fuzz.Inputs;
import dev.spindle.json.SchemaValidator;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Arguments that a model wrote: accepted or rejected, and what was accepted fits the schema and reads the same again. */
public final class ArgumentsFuzz {
    private static final List<ToolFunction> TOOLS = ToolFunction.scan(new Desk());

    private ArgumentsFuzz() {}

    /** The first byte chooses the tool, the others are the arguments. */
    public static void fuzzerTestOneInput(byte[] data) throws Exception {
        Inputs inputs = Inputs.of(data);
        ToolFunction tool = TOOLS.get(inputs.choice() % TOOLS.size());
        Budget.hold(() -> {
            if (!(tool.read(inputs.text()) instanceof Arguments.Accepted accepted)) return;

            var violations = SchemaValidator.of(tool.spec().parameters()).check(accepted.json());
            assertTrue(violations.isEmpty(), () -> accepted + " breaks " + violations);
            Arguments again = tool.read(accepted.json().text());
            assertEquals(
                    accepted.json(),
                    assertInstanceOf(Arguments.Accepted.class, again).json());
        });
    }

    /** Tools with parameters of many kinds. */
    public static final class Desk {
        @Tool("Adds numbers")
        public int add(@Param("the first") int first, @Param("the second") @Nullable Long second) {
            return first;
        }

        @Tool("Finds books")
        public String find(
                @Param("words") String words,
                @Param("kinds") List<Kind> kinds,
                @Param("from") Optional<LocalDate> from,
                @Param("most") BigDecimal most) {
            return words;
        }

        @Tool("Books a room")
        public String book(@Param("the room") Room room, @Param("for whom") Map<String, Guest> guests) {
            return room.name();
        }
    }

    /** An enumeration. */
    public enum Kind {
        NOVEL,
        ATLAS
    }

    /** A record. */
    public record Room(
            String name,
            double size,
            boolean quiet,
            @Nullable Duration length,
            List<List<Integer>> seats) {}

    /** A record that holds one of its kind. */
    @SuppressWarnings("ArrayRecordComponent") // bytes are one of the kinds
    public record Guest(String name, @Nullable Guest host, byte[] face) {}
}
