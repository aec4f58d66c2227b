package dev.spindle.event;

import dev.spindle.event.RunEvent.Recorded;
import dev.spindle.json.Json;
import dev.spindle.json.JsonException;
import dev.spindle.tool.PendingCall;
import java.time.Instant;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Events and inputs as JSON, one line each: the format of journals, and of programs that follow a run. Events are versioned. */
public final class EventJson {
    /** The version that is written, and the newest that is read. */
    public static final int VERSION = 1;

    /** The most characters of an event as JSON; a journal need keep, and can read, no larger one. */
    public static final int MAX_CHARS = Json.MAX_CHARS - 1024;

    /**
     * The most characters that what comes from outside may have as JSON: a reply, a tool's result, an input. It is less than an event
     * may have, so that what follows from it can be recorded, too.
     */
    public static final int MAX_GIVEN_CHARS = MAX_CHARS / 2;

    private static final Instant EARLIEST = Instant.parse("0000-01-01T00:00:00Z");
    private static final Instant LATEST = Instant.parse("9999-12-31T23:59:59.999999999Z");

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
            Recorded event = Json.trusted("{" + line.substring(version.end())).to(Recorded.class);
            times(event).forEach(EventJson::check);
            return event;
        } catch (JsonException malformed) {
            throw new JsonException("No event: " + malformed.getMessage() + " in " + excerpt(line), malformed);
        }
    }

    /**
     * An input as an object on one line: {@code type}, the kind of input, and what the input has.
     *
     * @throws IllegalArgumentException if it is larger than {@link #MAX_GIVEN_CHARS}
     */
    public static String writeInput(Input input) {
        String json = Json.of(input, Input.class).wellFormed().text();
        if (json.length() > MAX_GIVEN_CHARS) {
            throw new IllegalArgumentException(
                    "The input (" + input.getClass().getSimpleName() + ") has " + json.length()
                            + " characters of JSON, and at most " + MAX_GIVEN_CHARS
                            + " can be given to a run; give it less at once");
        }
        return json;
    }

    /**
     * Reads an input.
     *
     * @param line as {@link #writeInput} made it
     * @throws JsonException if it is no input
     */
    public static Input readInput(String line) {
        try {
            return Json.trusted(line).to(Input.class);
        } catch (JsonException malformed) {
            throw new JsonException("No input: " + malformed.getMessage(), malformed);
        }
    }

    private static Stream<@Nullable Instant> times(Recorded event) {
        Stream<@Nullable Instant> at = Stream.of(event.at().time());
        if (event instanceof RunEvent.Assessed assessed)
            return Stream.concat(at, assessed.calls().stream().map(CallAssessment::expires));
        if (event instanceof RunEvent.ToolSuspended suspended)
            return Stream.concat(at, suspended.waiting().stream().map(PendingCall::expires));
        return at;
    }

    /** A time that no calendar shows and no sum holds would break whoever counts with it. */
    private static void check(@Nullable Instant time) {
        if (time == null) return;
        boolean known = time.compareTo(EARLIEST) >= 0 && time.compareTo(LATEST) <= 0;
        if (!known) throw new JsonException("the time " + time + " is not of the years 0 to 9999");
    }

    private static String excerpt(String line) {
        return line.length() <= 80 ? "'" + line + "'" : "'" + line.substring(0, 80) + "…'";
    }
}
