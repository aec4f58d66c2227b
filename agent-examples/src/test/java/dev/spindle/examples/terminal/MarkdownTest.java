package dev.spindle.examples.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import java.util.function.BiConsumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MarkdownTest {
    private static final String REPLY = """
            # The `cart` **class**
            It holds *items*, 2 ** 3 of them, and a**b**c; __not bold__.
              - one **item**
              * another
            1. first
            > quoted **words**
            #hashtag and `code **with** stars`
            ```java
            int a = b ** c; // **not bold**
            ``` \s
            ````text
                deep
            ````
            | a | b |
            ---
            |name|price|
            |---|--:|
            | **milk** | 120 |
            text
            | half | a table
            **open to the end
            closed again
            """;

    @ParameterizedTest
    @CsvSource(
            delimiter = '→',
            quoteCharacter = '\0',
            value = {
                "# Title → <H:Title>",
                "###### Deep → <H:Deep>",
                "####### Too deep → ####### Too deep",
                "#hashtag → #hashtag",
                "- item → <Q:• >item",
                "* item → <Q:• >item",
                "-5 degrees → -5 degrees",
                "> said → <Q:│ >said",
                "a **b** c → a <S:b> c",
                "**b** c → <S:b> c",
                "2 ** 3 → 2 ** 3",
                "2**3**4 → 2**3**4",
                "a *b* c → a *b* c",
                "call `x()` now → call <C:x()> now",
                "`**` stays → <C:**> stays",
                "snake_case_name → snake_case_name",
                "a ** → a **",
                "--- → ---",
            })
    void marksBecomeStyles(String written, String shown) {
        assertThat(styled(written, written.length())).isEqualTo(shown);
    }

    @Test
    void codeIsIndentedAndItsFencesAreNotShown() {
        String shown = styled("```java\nint a;\n\n  b();\n```\nafter\n", 100);

        assertThat(shown).isEqualTo("<Q:  [java]>\n<C:    int a;>\n\n<C:      b();>\nafter\n");
    }

    @Test
    void whatIsOpenAtTheEndOfALineEndsThere() {
        assertThat(styled("a **b\nc `d\ne", 100)).isEqualTo("a <S:b>\nc <C:d>\ne");
    }

    @Test
    void textIsPrintedAsSoonAsItIsDecided() {
        StringBuilder shown = new StringBuilder();
        Markdown markdown = new Markdown((text, style) -> shown.append(text), () -> 80);

        markdown.write("Wel");

        assertThat(shown).hasToString("Wel");
    }

    @Test
    void anyCutIntoPiecesShowsTheSame() {
        String whole = styled(REPLY, REPLY.length());

        for (int length = 1; length < 20; length++) {
            assertThat(styled(REPLY, length)).isEqualTo(whole);
        }
    }

    @Test
    void tableIsDrawnInColumns() {
        String table = "Prices:\n| What | `Price` |\n|:---|---:|\n| **milk** | 120 |\n| oats \\| rye | 9 |\n\nSo.";

        assertThat(styled(table, 3)).isEqualTo("""
                        Prices:
                        What       │ Price
                        ───────────┼──────
                        milk       │   120
                        oats | rye │     9

                        So.""");
    }

    @Test
    void tableThatIsTooWideIsWrappedInItsCells() {
        String words = "many words that go on and on ".repeat(5).strip();
        String shown = styled("| a | b |\n|---|---|\n| " + words + " | short |", 1_000);

        assertThat(shown.lines()).allMatch(line -> line.length() < 80);
        assertThat(shown).startsWith("a ").contains("─┼─").endsWith(" │");
        assertThat(shown.replaceAll("[│\\s]+", " ")).contains("short");
    }

    @Test
    void tableWithoutRoomStaysAsItIsWritten() {
        String table = "|" + " a long title |".repeat(30) + "\n|" + "---|".repeat(30) + "\n";

        assertThat(styled(table, 100)).isEqualTo(table);
    }

    @Test
    void whatIsNotSeenInATableIsAnEscape() {
        assertThat(styled("| a\u202Eb |\n|---|\n| c |\n", 100)).startsWith("a\\u202eb\n────────\n");
    }

    @Test
    void noiseIsShownInLinearTimeAndNeverLost() {
        Random random = new Random(5);
        StringBuilder noise = new StringBuilder();
        for (int at = 0; at < 200_000; at++) noise.append("ab *`#->\n |".charAt(random.nextInt(11)));

        String letters = styled(noise.toString(), 7).replaceAll("[^ab]", "");

        assertThat(letters).isEqualTo(noise.toString().replaceAll("[^ab]", ""));
    }

    @Test
    void endlessSpacesAreNotHeldBack() {
        String spaces = " ".repeat(1_000_000);

        assertThat(styled(spaces, 10_000)).isEqualTo(spaces);
    }

    private static String styled(String written, int pieceLength) {
        Shown shown = new Shown();
        Markdown markdown = new Markdown(shown, () -> 80);
        for (int at = 0; at < written.length(); at += pieceLength) {
            markdown.write(written.substring(at, Math.min(written.length(), at + pieceLength)));
        }
        markdown.end();
        return shown.finished();
    }

    /** Styles in brackets, neighbours of one style joined. */
    private static final class Shown implements BiConsumer<String, Style> {
        private final StringBuilder all = new StringBuilder();
        private Style open = Style.PLAIN;

        @Override
        public void accept(String text, Style style) {
            if (style != open) {
                close();
                open = style;
                if (style != Style.PLAIN)
                    all.append('<').append(style.name().charAt(0)).append(':');
            }
            all.append(text);
        }

        private void close() {
            if (open != Style.PLAIN) all.append('>');
            open = Style.PLAIN;
        }

        private String finished() {
            close();
            return all.toString();
        }
    }
}
