package dev.spindle.examples.terminal;

/** JSON on one line: what a screen would not show is written as an escape, so that nothing hides from those who read or edit it. */
public final class JsonLine {
    private JsonLine() {}

    /** The same JSON, without line ends, control characters, changes of direction and what is not seen. */
    public static String of(String json) {
        // A line end stands between tokens if it stands here; within text it is an escape already.
        return PlainText.of(json.replace('\r', ' ').replace('\n', ' ').replace('\t', ' '));
    }
}
