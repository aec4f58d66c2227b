package dev.spindle.mcp;

import dev.spindle.state.Fence;
import java.util.HexFormat;

/** Texts of strangers, made fit to be shown: nothing invisible, nothing that steers a terminal, and not too long. */
final class CleanText {
    private CleanText() {}

    /** One line of at most so many characters. */
    static String line(String text, int most) {
        return cut(visible(text, false), most);
    }

    /** Lines as they are, at most so many characters in all. */
    static String block(String text, int most) {
        return cut(visible(text, true), most);
    }

    /** JSON without blanks between its values, in which what is not seen is written as an escape: the same JSON. */
    static String json(String text) {
        StringBuilder clean = new StringBuilder(text.length());
        text.codePoints().forEach(point -> {
            if (isVisible(point) && (point == ' ' || !Character.isSpaceChar(point))) clean.appendCodePoint(point);
            else
                for (char unit : Character.toChars(point))
                    clean.append("\\u").append(HexFormat.of().toHexDigits(unit));
        });
        return clean.toString();
    }

    private static String visible(String text, boolean lines) {
        StringBuilder clean = new StringBuilder(Math.min(text.length(), 256));
        text.codePoints().forEach(point -> {
            if (point == '\n' || point == '\t') clean.append(lines ? (char) point : ' ');
            else if (isVisible(point)) clean.appendCodePoint(point);
        });
        return clean.toString();
    }

    private static boolean isVisible(int point) {
        return !Fence.isUnseen(point) && Character.isDefined(point);
    }

    private static String cut(String text, int most) {
        if (text.length() <= most) return text;
        int end = Character.isHighSurrogate(text.charAt(most - 1)) ? most - 1 : most;
        return text.substring(0, end) + "…";
    }
}
