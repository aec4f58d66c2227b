package dev.spindle.examples.terminal;

import dev.spindle.state.Fence;
import java.util.HexFormat;

/**
 * Text that anybody may have written, made fit to be shown: whoever wrote it cannot move the cursor, hide words, turn their direction or
 * set a title.
 *
 * <p>What a screen would not show is written as an escape, {@code \\u202e}, one for each UTF-16 unit: the form that JSON has for it, too, so
 * that the same text is shown to people and to programs.
 */
public final class PlainText {
    private static final HexFormat HEX = HexFormat.of();

    private PlainText() {}

    /** The text, in which line ends and tabs stay, and all else that is not seen is an escape. */
    public static String of(String text) {
        Shown plain = new Shown(text.length());
        for (int at = 0; at < text.length(); ) {
            int character = text.codePointAt(at);
            at += Character.charCount(character);
            boolean endsLine = character == '\r' && at < text.length() && text.charAt(at) == '\n';
            if (!endsLine) plain.add(character, isPlain(character));
        }
        return plain.toString();
    }

    /** The text for somebody who has to know it to the letter: blanks that are no space are escapes as well, and so is each CR. */
    public static String exact(String text) {
        Shown exact = new Shown(text.length());
        text.codePoints().forEach(character -> {
            boolean oddBlank = character != ' ' && Character.getType(character) == Character.SPACE_SEPARATOR;
            exact.add(character, isPlain(character) && !oddBlank);
        });
        return exact.toString();
    }

    /** The text on one line, cut at a length. */
    public static String line(String text, int length) {
        int end = Math.min(text.length(), length);
        if (end < text.length() && end > 0 && Character.isHighSurrogate(text.charAt(end - 1))) end--;
        String plain = of(text.substring(0, end)).replace('\n', ' ').replace('\t', ' ');
        return end < text.length() || plain.length() > length ? cut(plain, length) + "…" : plain;
    }

    private static String cut(String plain, int length) {
        int end = Math.min(plain.length(), length);
        if (end > 0 && end < plain.length() && Character.isHighSurrogate(plain.charAt(end - 1))) end--;
        return plain.substring(0, end);
    }

    /** What was shown so far: of marks that stand on one letter a few, since more of them cover the lines above and below. */
    private static final class Shown {
        private static final int MOST_MARKS = 4;

        private final StringBuilder text;
        private int marks;

        Shown(int length) {
            this.text = new StringBuilder(length);
        }

        void add(int character, boolean plain) {
            marks = standsOnAnother(character) ? marks + 1 : 0;
            if (plain && marks <= MOST_MARKS) text.appendCodePoint(character);
            else
                for (char unit : Character.toChars(character))
                    text.append("\\u").append(HEX.toHexDigits(unit));
        }

        /** Marks, and the vowels and ends of Korean syllables. */
        private static boolean standsOnAnother(int character) {
            return Character.getType(character) == Character.NON_SPACING_MARK
                    || isIn(character, 0x1161, 0x11FF)
                    || isIn(character, 0xD7B0, 0xD7FF);
        }

        @Override
        public String toString() {
            return text.toString();
        }
    }

    /** Whether a screen shows the character and does nothing else. */
    static boolean isPlain(int character) {
        if (character == '\n' || character == '\t') return true;
        return !Fence.isUnseen(character) && Character.getType(character) != Character.ENCLOSING_MARK;
    }

    private static boolean isIn(int character, int first, int last) {
        return first <= character && character <= last;
    }
}
