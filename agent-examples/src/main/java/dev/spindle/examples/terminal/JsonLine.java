package dev.spindle.examples.terminal;

/** JSON on one line that can be edited: what a terminal would not show is written as an escape, so that nothing hides. */
public final class JsonLine {
    private JsonLine() {}

    /** The same JSON, without control characters and changes of direction. */
    public static String of(String json) {
        StringBuilder line = new StringBuilder(json.length());
        for (int at = 0; at < json.length(); at++) {
            char character = json.charAt(at);
            // A line end stands between tokens if it stands here; within text it is an escape already.
            if (character == '\n' || character == '\t') line.append(' ');
            else if (PlainText.isPlain(character)) line.append(character);
            else line.append(String.format("\\u%04x", (int) character));
        }
        return line.toString();
    }
}
