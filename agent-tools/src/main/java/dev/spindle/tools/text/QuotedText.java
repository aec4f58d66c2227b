package dev.spindle.tools.text;

import java.util.Iterator;

/**
 * Text of a file, a document or a program as a model reads it: bounded, and unable to pass for the words around it.
 *
 * <p>A tool writes its own words at the start of a line. Quoted text never gets there: {@link #line} makes it one line, to be put behind
 * something, and {@link #block} puts {@value #MARGIN} in front of each of its lines.
 */
public final class QuotedText {
    /** What each line of a block starts with. */
    public static final String MARGIN = "| ";

    private QuotedText() {}

    /**
     * One line of text: characters that end lines, control the screen, reorder text or write unseen become {@code U+FFFD}.
     *
     * @param maxCharacters how many characters are kept; a note tells how many more there are
     */
    public static String line(String text, int maxCharacters) {
        String kept = text.length() > maxCharacters ? cut(text, maxCharacters) : text;
        return kept.codePoints().anyMatch(QuotedText::isTreacherous) ? cleaned(kept) : kept;
    }

    /**
     * Several lines of text, each behind the margin and ended by {@code \n}.
     *
     * @param maxCharacters how many characters of a line are kept, and about how many of all lines; a note tells where it was cut
     */
    public static String block(String text, int maxCharacters) {
        StringBuilder block = new StringBuilder();
        Iterator<String> lines = text.lines().iterator();
        while (lines.hasNext()) {
            if (block.length() > maxCharacters) {
                return block.append(MARGIN).append("… [cut here]\n").toString();
            }
            block.append(MARGIN).append(line(lines.next(), maxCharacters)).append('\n');
        }
        return block.toString();
    }

    private static String cut(String text, int maxCharacters) {
        int end = Character.isHighSurrogate(text.charAt(maxCharacters - 1)) ? maxCharacters - 1 : maxCharacters;
        return text.substring(0, end) + "… [" + (text.length() - end) + " more characters]";
    }

    private static String cleaned(String text) {
        StringBuilder clean = new StringBuilder(text.length());
        text.codePoints().forEach(c -> clean.appendCodePoint(isTreacherous(c) ? '\uFFFD' : c));
        return clean.toString();
    }

    /**
     * Control characters but the tab, line and paragraph separators, marks that reorder text, and tags and selectors, in which whole sentences
     * are written that only a model reads.
     */
    private static boolean isTreacherous(int c) {
        return (Character.isISOControl(c) && c != '\t')
                || c == 0x061C
                || c == 0x200E
                || c == 0x200F
                || c == 0x2028
                || c == 0x2029
                || (c >= 0x202A && c <= 0x202E)
                || (c >= 0x2066 && c <= 0x2069)
                || isUnseen(c);
    }

    /** But for the two selectors that tell in which style an emoji is drawn, and the joiners that some scripts are written with. */
    private static boolean isUnseen(int c) {
        return (c >= 0xE0000 && c <= 0xE0FFF)
                || (c >= 0xFE00 && c <= 0xFE0D)
                || (c >= 0x180B && c <= 0x180F)
                || (c >= 0x2060 && c <= 0x2064)
                || (c >= 0x206A && c <= 0x206F)
                || (c >= 0xFFF9 && c <= 0xFFFB);
    }
}
