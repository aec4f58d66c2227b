package dev.spindle.tool;

import dev.spindle.json.Json;
import dev.spindle.json.JsonException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The object in what a model wrote as arguments.
 *
 * <p>What is JSON is taken as it is. What is not is repaired only where nothing of the object can be lost: a Markdown fence
 * around it, words after it, line ends and tabs written raw inside strings, and an object written as a string. Nothing is
 * ever made up, and of two objects neither is chosen.
 *
 * @param json an object
 * @param notes what was repaired; empty if nothing was
 */
record ArgumentText(Json json, List<String> notes) {
    private static final String FENCE = "```";

    /**
     * Reads arguments; no text, or the text {@code null}, is no arguments.
     *
     * @throws JsonException if there is no object in the text
     */
    static ArgumentText read(String written) {
        String text = written.strip();
        if (text.isEmpty() || text.equals("null")) {
            return new ArgumentText(Json.EMPTY_OBJECT, List.of());
        }
        List<String> notes = new ArrayList<>();
        Json json = parse(text, notes);
        if (json.isString() && json.string().strip().startsWith("{")) {
            json = parse(json.string().strip(), notes);
            notes.add("the object was written as a string");
        }
        if (!json.isObject()) {
            throw new JsonException("one JSON object was expected");
        }
        return new ArgumentText(json, List.copyOf(notes));
    }

    /**
     * Reads a final answer: any JSON value, around whose object or array words may stand.
     *
     * @throws JsonException if there is none in the text, or more than one
     */
    static ArgumentText readAnswer(String written) {
        List<String> notes = new ArrayList<>();
        String text = written.strip();
        try {
            return new ArgumentText(parse(text, notes), List.copyOf(notes));
        } catch (JsonException asWritten) {
            int start = firstOf(text);
            if (start < 1) throw asWritten;
            Json json = parse(text.substring(start), notes);
            notes.add("the text before the JSON was left out");
            return new ArgumentText(json, List.copyOf(notes));
        }
    }

    /** An answer that is a string and lacks its quotation marks. */
    static ArgumentText unquoted(String written) {
        return new ArgumentText(Json.of(written.strip()), List.of("the string was written without quotation marks"));
    }

    /** The object or array that is written in this string; empty if there is none. */
    Optional<ArgumentText> findInString() {
        String text = json.isString() ? json.string().strip() : "";
        if (!text.startsWith("{") && !text.startsWith("[")) return Optional.empty();
        List<String> more = new ArrayList<>(notes);
        more.add("the answer was written as a string");
        return Optional.of(new ArgumentText(parse(text, more), List.copyOf(more)));
    }

    /** Where the first object or array begins; -1 if there is none. */
    private static int firstOf(String text) {
        int object = text.indexOf('{');
        int array = text.indexOf('[');
        return object < 0 || array < 0 ? Math.max(object, array) : Math.min(object, array);
    }

    private static Json parse(String text, List<String> notes) {
        try {
            return Json.parse(text);
        } catch (JsonException asWritten) {
            return repaired(text, notes, asWritten);
        }
    }

    private static Json repaired(String written, List<String> notes, JsonException asWritten) {
        List<String> repairs = new ArrayList<>();
        String text = written;
        if (text.startsWith(FENCE) && text.endsWith(FENCE) && text.indexOf('\n') > 0) {
            text = text.substring(text.indexOf('\n'), text.length() - FENCE.length())
                    .strip();
            repairs.add("the Markdown fence around the object was left out");
        }
        JsonScan scan = JsonScan.of(text);
        if (scan.end() > 0 && scan.end() < text.length() && !startsAnother(text.substring(scan.end()))) {
            repairs.add("the text after the object was left out");
            text = text.substring(0, scan.end());
        }
        if (scan.rawControls()) {
            text = JsonScan.withEscapedControls(text);
            repairs.add("line ends inside strings were escaped");
        }
        if (repairs.isEmpty()) {
            throw asWritten;
        }
        try {
            Json json = Json.parse(text);
            notes.addAll(repairs);
            return json;
        } catch (JsonException stillBroken) {
            asWritten.addSuppressed(stillBroken);
            throw asWritten;
        }
    }

    private static boolean startsAnother(String rest) {
        return rest.indexOf('{') >= 0 || rest.indexOf('[') >= 0;
    }
}
