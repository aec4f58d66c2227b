package dev.spindle.mcp;

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

    private static String visible(String text, boolean lines) {
        StringBuilder clean = new StringBuilder(Math.min(text.length(), 256));
        text.codePoints().forEach(point -> {
            if (point == '\n' || point == '\t') clean.append(lines ? (char) point : ' ');
            else if (isVisible(point)) clean.appendCodePoint(point);
        });
        return clean.toString();
    }

    private static boolean isVisible(int point) {
        int type = Character.getType(point);
        return type != Character.CONTROL
                && type != Character.FORMAT
                && type != Character.SURROGATE
                && type != Character.PRIVATE_USE
                && type != Character.UNASSIGNED;
    }

    private static String cut(String text, int most) {
        if (text.length() <= most) return text;
        int end = Character.isHighSurrogate(text.charAt(most - 1)) ? most - 1 : most;
        return text.substring(0, end) + "…";
    }
}
