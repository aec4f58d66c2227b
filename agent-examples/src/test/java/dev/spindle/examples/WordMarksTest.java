package dev.spindle.examples;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spindle.examples.terminal.Row.Span;
import dev.spindle.examples.terminal.Style;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class WordMarksTest {
    @Test
    void wordsThatDifferAreMarkedInBothLines() {
        List<String> lines = List.of("@@ -1 +1 @@", "-int total = 0;", "+long total = 1;", " }");

        assertThat(marked(lines)).containsExactly("int|0", "long|1");
    }

    @Test
    void linesThatHaveNothingInCommonAreNotMarked() {
        assertThat(marked(List.of("-milk", "+beer"))).isEmpty();
    }

    @Test
    void asManyLinesAreComparedOneByOne() {
        List<String> lines = List.of("-a one", "-b one", "+a two", "+b one more");

        assertThat(marked(lines)).containsExactly("one", "two", " more");
    }

    @Test
    void moreLinesThanWentAreNotComparedByWords() {
        assertThat(marked(List.of("-a one", "+a two", "+b"))).isEmpty();
    }

    @Test
    void spansCoverEachLineThatChanges() {
        for (List<Span> spans : WordMarks.of(List.of("-a b c d", "+a x c y"))) {
            int at = 0;
            for (Span span : spans) {
                assertThat(span.from()).isEqualTo(at);
                at = span.to();
            }
            assertThat(at).isEqualTo("-a b c d".length());
        }
    }

    /** The marked words of each line that has some. */
    private static List<String> marked(List<String> lines) {
        List<String> all = new ArrayList<>();
        List<List<Span>> spans = WordMarks.of(lines);
        for (int at = 0; at < lines.size(); at++) {
            String line = lines.get(at);
            String words = String.join(
                    "|",
                    spans.get(at).stream()
                            .filter(span -> span.style() == Style.ADDED_WORD || span.style() == Style.REMOVED_WORD)
                            .map(span -> line.substring(span.from(), span.to()))
                            .toList());
            if (!words.isEmpty()) all.add(words);
        }
        return all;
    }
}
