package dev.spindle.tools.files;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.spindle.fuzz.Budget;
import dev.spindle.fuzz.Inputs;
import java.time.Duration;

/** Patterns that a model wrote, for paths and for lines: they match in linear time, or are refused with an explanation. */
public final class GlobFuzz {
    private GlobFuzz() {}

    /** The first byte chooses what the pattern is for; then comes the pattern, a line of four equals signs, and what is looked at. */
    public static void fuzzerTestOneInput(byte[] data) throws Exception {
        Inputs inputs = Inputs.of(data);
        Budget.hold(() -> {
            try {
                if (inputs.choice() % 3 == 0) match(inputs.first(), inputs.second());
                else find(inputs.first(), inputs.choice() % 3 == 1, inputs.second());
            } catch (UnreadableFileException declared) {
                assertTrue(declared.explanation().length() < 1_000);
            }
        });
    }

    private static void match(String pattern, String path) {
        boolean matches = Glob.of(pattern).matches(path);

        boolean plain = pattern.chars().noneMatch(c -> "*?[]{}\\,".indexOf(c) >= 0);
        if (plain && pattern.contains("/")) assertEquals(pattern.equals(path), matches);
    }

    private static void find(String query, boolean regex, String line) {
        var found = LinePattern.of(query, regex).find(line, new Patience(Duration.ofMinutes(1)));

        if (!regex && line.length() < 10_000) assertEquals(line.indexOf(query), found.orElse(-1));
    }
}
