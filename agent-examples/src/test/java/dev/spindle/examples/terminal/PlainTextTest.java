package dev.spindle.examples.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spindle.json.Json;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PlainTextTest {
    @ParameterizedTest(name = "U+{0}")
    @ValueSource(
            ints = {
                0x00, 0x07, 0x08, 0x1B, 0x7F, 0x80, 0x85, 0x9B, 0xAD, 0x34F, 0x600, 0x61C, 0x115F, 0x1160, 0x17B4,
                0x180B, 0x180E, 0x20DD, 0x20E0, 0x200B, 0x200C, 0x200D, 0x200E, 0x200F, 0x2028, 0x2029, 0x202A, 0x202E,
                0x2060, 0x2064, 0x2065, 0x2066, 0x2069, 0x206F, 0x2800, 0x3164, 0xD800, 0xDFFF, 0xE000, 0xFDD0, 0xFE00,
                0xFE0F, 0xFEFF, 0xFFA0, 0xFFF0, 0xFFF9, 0xFFFA, 0xFFFB, 0xFFFE, 0x13430, 0x16FE4, 0x1BCA0, 0x1D159,
                0x1D173, 0xE0001, 0xE0020, 0xE0041, 0xE007F, 0xE0100, 0xE01EF, 0xF0000, 0x10FFFE
            })
    void whatIsNotSeenIsAnEscape(int character) {
        String hidden = new String(Character.toChars(character));

        String shown = PlainText.of("a" + hidden + "b");

        assertThat(shown).matches("a(\\\\u[0-9a-f]{4}){1,2}b");
        assertThat(Json.parse("\"" + shown + "\"").string()).isEqualTo("a" + hidden + "b");
    }

    @Test
    void whatIsSeenStays() {
        String text = "Größe Ω жёлтый שלום 日本語 한국어 🦜 é\t—\u00A0…\nnext";

        String shown = PlainText.of(text);

        assertThat(shown).isEqualTo(text);
    }

    @Test
    void marksThatPileUpOnOneLetterAreEscapesFromTheFifthOn() {
        String piled = "a" + "\u0301".repeat(5) + "b" + "\u0300".repeat(2);

        assertThat(PlainText.of(piled)).isEqualTo("a" + "\u0301".repeat(4) + "\\u0301b" + "\u0300".repeat(2));
        assertThat(PlainText.exact(piled)).isEqualTo(PlainText.of(piled));
    }

    @Test
    void aLineEndOfWindowsIsALineEndAndACrAloneIsAnEscape() {
        assertThat(PlainText.of("a\r\nb\rc")).isEqualTo("a\nb\\u000dc");
    }

    @Test
    void toTheLetterOddBlanksAreEscapesToo() {
        assertThat(PlainText.exact("a b\u00A0c\u2003d\u3000e\r\n")).isEqualTo("a b\\u00a0c\\u2003d\\u3000e\\u000d\n");
    }

    @Test
    void noCutGoesThroughACharacter() {
        IntStream.range(0, 12)
                .forEach(length -> assertThat(PlainText.line("a🦜b\u202Ec🦜", length)
                                .chars()
                                .filter(c -> Character.isSurrogate((char) c)))
                        .hasSizeLessThanOrEqualTo(4)
                        .satisfies(units -> assertThat(units.size() % 2).isZero()));
    }

    @Test
    void whatIsCutIsNoLongerThanAsked() {
        assertThat(PlainText.line("\u202E".repeat(100), 20)).hasSize(21).endsWith("…");
    }

    @Test
    void aCharacterCutInTwoIsHeldBackUntilItIsWhole() {
        Pieces pieces = new Pieces();

        String shown = pieces.whole("a\uD83E") + pieces.whole("\uDD9Cb\r") + pieces.whole("\nc\r") + pieces.rest();

        assertThat(shown).isEqualTo("a🦜b\r\nc\r");
    }
}
