package dev.spindle.tools.tests.report;

import dev.spindle.state.Fence;
import java.util.HexFormat;

/** What tests are named and say, as people read it: nothing in it is there without being seen, or changes the order of what is. */
final class SeenText {
    private static final int REPLACEMENT = 0xFFFD;
    private static final HexFormat HEX = HexFormat.of();

    private SeenText() {}

    /** The text, in which all that is not seen is U+FFFD; ends of lines and tabs stay. */
    static String of(String text) {
        if (text.codePoints().noneMatch(SeenText::isUnseen)) return text;
        StringBuilder seen = new StringBuilder(text.length());
        text.codePoints().forEach(point -> seen.appendCodePoint(isUnseen(point) ? REPLACEMENT : point));
        return seen.toString();
    }

    /** JSON, in which all that is not seen stands as an escape. Outside of its strings nothing is unseen. */
    static String escaped(String json) {
        if (json.codePoints().noneMatch(SeenText::isUnseen)) return json;
        StringBuilder seen = new StringBuilder(json.length());
        json.codePoints().forEach(point -> {
            if (!isUnseen(point)) seen.appendCodePoint(point);
            else for (char half : Character.toChars(point)) seen.append("\\u").append(HEX.toHexDigits(half));
        });
        return seen.toString();
    }

    private static boolean isUnseen(int point) {
        return Fence.isUnseen(point) && point != '\n' && point != '\t' && !isStyleOfEmoji(point);
    }

    private static boolean isStyleOfEmoji(int point) {
        return point == 0xFE0E || point == 0xFE0F;
    }
}
