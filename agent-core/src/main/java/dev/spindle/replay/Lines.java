package dev.spindle.replay;

/** Text that anybody may have written, on one line of a terminal: without line ends and other control characters. */
final class Lines {
    private Lines() {}

    static String one(String text) {
        StringBuilder line = new StringBuilder(text.length());
        text.codePoints().map(Lines::shown).forEach(line::appendCodePoint);
        return line.toString();
    }

    /** The text on one line of at most so many characters. */
    static String one(String text, int most) {
        if (text.length() <= most) return one(text);
        int cut = Character.isHighSurrogate(text.charAt(most - 2)) ? most - 2 : most - 1;
        return one(text.substring(0, cut)) + "…";
    }

    private static int shown(int character) {
        if (Character.isWhitespace(character)) return ' ';
        int type = Character.getType(character);
        boolean hidden = type == Character.CONTROL || type == Character.FORMAT || type == Character.SURROGATE;
        return hidden ? '\uFFFD' : character;
    }
}
