package dev.spindle.replay;

import dev.spindle.state.Fence;

/** Text that anybody may have written, on one line of a terminal: what is not seen, or commands the terminal, is shown as an escape. */
final class Lines {
    private Lines() {}

    static String one(String text) {
        StringBuilder line = new StringBuilder(text.length());
        text.codePoints().forEach(character -> append(character, line));
        return line.toString();
    }

    /** The text on one line of at most so many characters. */
    static String one(String text, int most) {
        // Escapes are longer than what they stand for, so that no more than this is needed.
        String shown = one(text.length() <= most ? text : text.substring(0, most));
        if (text.length() <= most && shown.length() <= most) return shown;
        int cut = Character.isHighSurrogate(shown.charAt(most - 2)) ? most - 2 : most - 1;
        return shown.substring(0, cut) + "…";
    }

    private static void append(int character, StringBuilder line) {
        if (Character.isWhitespace(character)) line.append(' ');
        else if (!Fence.isUnseen(character)) line.appendCodePoint(character);
        else for (char unit : Character.toChars(character)) line.append(String.format("\\u%04x", (int) unit));
    }
}
