package dev.spindle.tools.text;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class QuotedTextTest {
    @Test
    void plainLineStaysAsItIs() {
        assertThat(QuotedText.line("\tgrün 🧵 [1]", 100)).isEqualTo("\tgrün 🧵 [1]");
    }

    @Test
    void lineStaysOneLine() {
        assertThat(QuotedText.line("a\nb\rc\u2028d\u0085e\u0000f", 100))
                .isEqualTo("a\uFFFDb\uFFFDc\uFFFDd\uFFFDe\uFFFDf");
    }

    /** A sentence can be written in them, half a letter each; what tells in which style an emoji is drawn stays. */
    @Test
    void selectorsThatNobodySeesAreSeen() {
        assertThat(QuotedText.line("a\ufe04\ufe0d b\udb40\udd00 \u2764\ufe0f c\u180b\u2062\ufff9", 100))
                .isEqualTo("a\uFFFD\uFFFD b\uFFFD \u2764\ufe0f c\uFFFD\uFFFD\uFFFD");
    }

    @Test
    void cutDoesNotSplitACharacter() {
        assertThat(QuotedText.line("ab🧵cd", 3)).isEqualTo("ab… [4 more characters]");
    }

    @Test
    void everyLineOfABlockStandsBehindTheMargin() {
        assertThat(QuotedText.block("a\n[1] b\r\n\nc", 100)).isEqualTo("| a\n| [1] b\n| \n| c\n");
    }

    @Test
    void emptyBlockIsNothing() {
        assertThat(QuotedText.block("", 100)).isEmpty();
    }

    @Test
    void longBlockIsCutAndSaysSo() {
        assertThat(QuotedText.block("line\n".repeat(1_000), 50))
                .hasSizeLessThan(80)
                .endsWith("| line\n| … [cut here]\n");
    }
}
