package dev.spindle.tools.files;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.spindle.fuzz.Budget;
import dev.spindle.fuzz.Inputs;
import dev.spindle.tools.text.QuotedText;
import java.util.ArrayList;
import java.util.List;

/** The difference of two texts: applied to the old one it gives the new one. */
public final class EditFuzz {
    private static final int MANY_LINES = 1_000_000;

    private EditFuzz() {}

    /** The old text, a line of four equals signs, and the new one. */
    public static void fuzzerTestOneInput(byte[] data) throws Exception {
        Inputs inputs = Inputs.of(data);
        Budget.hold(() -> {
            String before = quoted(inputs.first());
            String after = quoted(inputs.second());
            LineDiff diff = LineDiff.of(before, after);

            assertEquals(after.lines().count(), before.lines().count() - diff.removed() + diff.added());
            assertEquals(after.lines().toList(), applied(before.lines().toList(), diff.unified(MANY_LINES)));
            diff.unified(inputs.choice());
        });
    }

    /** What a difference shows of a text, so that it can be applied. */
    private static String quoted(String text) {
        return String.join(
                "\n", text.lines().map(line -> QuotedText.line(line, 300)).toList());
    }

    private static List<String> applied(List<String> before, String diff) {
        List<String> after = new ArrayList<>();
        int at = 0;
        for (String line : diff.lines().toList()) {
            if (line.startsWith("@@ -")) {
                String[] range = line.substring(4, line.indexOf(' ', 4)).split(",", -1);
                int start = Integer.parseInt(range[0]) - (range[1].equals("0") ? 0 : 1);
                while (at < start) after.add(before.get(at++));
            } else if (line.startsWith("+")) {
                after.add(line.substring(1));
            } else {
                assertEquals(before.get(at++), line.substring(1));
                if (line.startsWith(" ")) after.add(line.substring(1));
            }
        }
        after.addAll(before.subList(at, before.size()));
        return after;
    }
}
