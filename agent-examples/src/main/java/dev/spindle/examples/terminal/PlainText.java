package dev.spindle.examples.terminal;

/** Text from a model or a tool, made fit for a terminal: whoever wrote it cannot move the cursor, hide words or set a title. */
public final class PlainText {
    private static final char REPLACEMENT = '\uFFFD';

    private PlainText() {}

    /** The text without control characters and changes of direction; line ends and tabs stay. */
    public static String of(String text) {
        StringBuilder plain = new StringBuilder(text.length());
        for (int at = 0; at < text.length(); at++) {
            char character = text.charAt(at);
            if (character == '\r') continue;
            plain.append(isPlain(character) ? character : REPLACEMENT);
        }
        return plain.toString();
    }

    /** The text on one line, cut at a length. */
    public static String line(String text, int length) {
        String cut = text.length() <= length ? text : text.substring(0, length) + "…";
        return of(cut.replace('\n', ' ').replace('\t', ' '));
    }

    /** Whether a terminal shows the character and does nothing else. */
    static boolean isPlain(char character) {
        if (character == '\n' || character == '\t') return true;
        boolean embedsDirection = character >= '\u202A' && character <= '\u202E';
        boolean isolatesDirection = character >= '\u2066' && character <= '\u2069';
        return !Character.isISOControl(character) && !embedsDirection && !isolatesDirection;
    }
}
