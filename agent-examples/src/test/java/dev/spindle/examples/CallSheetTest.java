package dev.spindle.examples;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spindle.examples.Foresight.Foreseen;
import dev.spindle.examples.terminal.Row;
import dev.spindle.examples.terminal.Rows;
import dev.spindle.json.Json;
import dev.spindle.tool.PendingCall;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever a call would be called with, its rows fit the screen, and only the command's own words stand at the edge. */
class CallSheetTest {
    private static final Map<String, String> VALUES = values();

    private static Map<String, String> values() {
        Map<String, String> values = new LinkedHashMap<>();
        values.put("plain", "a word or two");
        values.put("wide", "漢字".repeat(60));
        values.put("family", "\uD83D\uDC68\u200D\uD83D\uDC69\u200D\uD83D\uDC67".repeat(30));
        values.put("tabs", "\ta\t\tb\t".repeat(20));
        values.put("colours", "\u001b[31mred\u001b[0m \u009b1A \u001b]8;;http://x/\u0007link");
        values.put("separators", "a\u2028b\u2029c\u0085d\u180Ee\uFE0Ff\u000Bg\fh");
        values.put("marks", "Z" + "\u0301\u0334".repeat(200));
        values.put("vowels", "\u1100" + "\u1161".repeat(200));
        values.put("blanks", " ".repeat(300) + "run it? y(es)");
        values.put("lines", "one\ntwo\r\nthree\rfour\n");
        values.put("right", "\u05D0\u05D1 abc \u0627\u0644");
        values.put("a-name-of-thirty-two-characters_", "short");
        values.put("a-name-of-thirty-one-characters", "x".repeat(300));
        values.put("name with blanks" + " ".repeat(70) + "run it?", "x");
        values.put("\u202Ename", "");
        return values;
    }

    private static CallSheet sheet(int width) {
        Map<String, Json> arguments = new LinkedHashMap<>();
        VALUES.forEach((name, value) -> arguments.put(name, Json.of(value)));
        PendingCall call =
                new PendingCall("r", "0.0", "write_file", Json.object(arguments), "h", false, null, 3L, null);
        Foreseen foreseen = new Foreseen(
                List.of("It OVERWRITES a file of 3 lines, and this remark is long enough for more than one row."),
                List.of("@@ -1 +1 @@", "-" + " ".repeat(200) + "run", "+漢字漢字漢字漢字漢字漢字漢字漢字\t\tx"),
                Set.of(),
                true);
        return CallSheet.of(call, any -> foreseen, width);
    }

    @ParameterizedTest
    @ValueSource(ints = {9, 12, 20, 21, 40, 79, 80, 200})
    void everyRowFitsTheScreen(int width) {
        List<String> rows = sheet(width).rows().stream().map(Row::text).toList();

        assertThat(rows).allSatisfy(row -> assertThat(Rows.columns(row)).isLessThan(width));
        assertThat(rows).allMatch(row -> row.startsWith("  "));
    }

    @ParameterizedTest
    @ValueSource(ints = {20, 80})
    void nothingIsInARowThatAScreenObeysOrHides(int width) {
        String rows =
                String.join("", sheet(width).rows().stream().map(Row::text).toList());

        assertThat(rows.codePoints())
                .noneMatch(character -> character < ' '
                        || (character >= 0x7f && character < 0xa0)
                        || Character.getType(character) == Character.FORMAT
                        || Character.getType(character) == Character.LINE_SEPARATOR
                        || Character.getType(character) == Character.PARAGRAPH_SEPARATOR);
        assertThat(rows).doesNotContain("\u1161".repeat(5)).doesNotContain("\u0301\u0334".repeat(3));
    }
}
