package dev.spindle.tools.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class TextFileTest {
    @Test
    void linesEndInAnyOfTheThreeWays() {
        TextFile file = TextFile.decode("a", "one\ntwo\r\nthree\rfour\n".getBytes(StandardCharsets.UTF_8));

        assertThat(file.lines()).containsExactly("one", "two", "three", "four");
        assertThat(file.encoding()).isEqualTo("UTF-8");
    }

    @Test
    void emptyFileHasNoLine() {
        assertThat(TextFile.decode("a", new byte[0]).lines()).isEmpty();
    }

    @Test
    void emptyLinesCount() {
        assertThat(TextFile.decode("a", "\n\nx\n\n".getBytes(StandardCharsets.UTF_8))
                        .lines())
                .containsExactly("", "", "x", "");
    }

    @Test
    void byteOrderMarkTellsTheEncoding() {
        byte[] utf16 = "\uFEFFgrün\n".getBytes(StandardCharsets.UTF_16LE);
        byte[] utf8 = "\uFEFFgrün\n".getBytes(StandardCharsets.UTF_8);

        assertThat(TextFile.decode("a", utf16)).isEqualTo(new TextFile("a", "UTF-16LE", java.util.List.of("grün")));
        assertThat(TextFile.decode("a", utf8)).isEqualTo(new TextFile("a", "UTF-8", java.util.List.of("grün")));
    }

    @Test
    void otherBytesAreReadAsLatinAndSaidToBeAGuess() {
        TextFile file = TextFile.decode("a", "grün".getBytes(StandardCharsets.ISO_8859_1));

        assertThat(file.lines()).containsExactly("grün");
        assertThat(file.encoding()).startsWith("ISO-8859-1").contains("guess");
    }

    @Test
    void binaryFileIsRefused() {
        assertThatThrownBy(() -> TextFile.decode("logo.png", new byte[] {'P', 'N', 'G', 0, 1}))
                .isInstanceOf(UnreadableFileException.class)
                .hasMessage("'logo.png' is a binary file (5 bytes), and only text can be read. Choose another file.");
    }
}
