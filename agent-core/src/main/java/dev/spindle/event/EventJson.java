package dev.spindle.event;

import dev.spindle.event.RunEvent.Recorded;
import dev.spindle.json.Json;
import dev.spindle.json.JsonException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Events as JSON, one line each: the format of journals, and of programs that follow a run. Versioned. */
public final class EventJson {
    /** The version that is written, and the newest that is read. */
    public static final int VERSION = 1;

    private static final Pattern VERSIONED = Pattern.compile("\\{\"v\":(\\d{1,9}),");

    private EventJson() {}

    /** An event as an object on one line: {@code v}, the version, {@code type}, the kind of event, and what the event has. */
    public static String write(RunEvent event) {
        String json = Json.of(event, RunEvent.class).wellFormed().text();
        return "{\"v\":" + VERSION + "," + json.substring(1);
    }

    /**
     * Reads a recorded event.
     *
     * @param line as {@link #write} made it
     * @throws JsonException if it is no event, or one of a newer version
     */
    public static Recorded read(String line) {
        Matcher version = VERSIONED.matcher(line);
        if (!version.lookingAt()) throw new JsonException("No event: " + excerpt(line));
        if (Integer.parseInt(version.group(1)) > VERSION) {
            throw new JsonException("The event is of version " + version.group(1) + ", and this Spindle reads up to "
                    + VERSION + "; use the Spindle that wrote it, or a newer one");
        }
        try {
            return Json.trusted("{" + line.substring(version.end())).to(Recorded.class);
        } catch (JsonException malformed) {
            throw new JsonException("No event: " + malformed.getMessage() + " in " + excerpt(line), malformed);
        }
    }

    private static String excerpt(String line) {
        return line.length() <= 80 ? "'" + line + "'" : "'" + line.substring(0, 80) + "…'";
    }
}
