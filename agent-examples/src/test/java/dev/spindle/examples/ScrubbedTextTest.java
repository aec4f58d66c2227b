package dev.spindle.examples;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spindle.examples.terminal.Style;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ScrubbedTextTest {
    private static final Map<String, String> ENVIRONMENT = Map.of(
            "A_TOKEN",
            "abababab",
            "LONGER_TOKEN",
            "ababababcd",
            "A_PASSWORD",
            "b\nsecret",
            "HOME",
            "/srv/me",
            "B_KEY",
            "short");

    private final StringBuilder out = new StringBuilder();
    private final ScrubbedText text = new ScrubbedText(Secrets.of(ENVIRONMENT), (words, style) -> out.append(words));

    @Test
    void secretsAreTakenOutWhereverTheTextIsCut() {
        String all = "x abababab, ababababcd; b\nsecret ab /srv/me short abababa";
        for (int one = 0; one <= all.length(); one++) {
            for (int two = one; two <= all.length(); two++) {
                out.setLength(0);

                text.write(all.substring(0, one), Style.PLAIN);
                text.write(all.substring(one, two), Style.STRONG);
                text.write(all.substring(two), Style.QUIET);
                text.end();

                assertThat(out)
                        .as("cut at %d and %d", one, two)
                        .hasToString("x [A_TOKEN], [LONGER_TOKEN]; [A_PASSWORD] ab /srv/me short abababa");
            }
        }
    }

    @Test
    void whatCannotBecomeASecretIsPrintedAtOnce() {
        text.write("Hello abab", Style.PLAIN);

        assertThat(out).hasToString("Hello ");
    }

    @Test
    void looksOfWhatIsPrintedStay() {
        StringBuilder looks = new StringBuilder();
        ScrubbedText marked = new ScrubbedText(
                Secrets.of(ENVIRONMENT),
                (words, style) -> looks.append(style).append(':').append(words).append(' '));

        marked.write("ab", Style.PLAIN);
        marked.write("cd", Style.STRONG);
        marked.write("e", Style.STRONG);
        marked.end();

        assertThat(looks.toString().replaceAll(" ", ""))
                .startsWith("PLAIN:ab")
                .contains("STRONG:cd")
                .endsWith("e");
    }
}
