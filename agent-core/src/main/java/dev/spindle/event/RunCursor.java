package dev.spindle.event;

import dev.spindle.event.RunEvent.Live;
import dev.spindle.event.RunEvent.Moment;
import dev.spindle.event.RunEvent.Recorded;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A place between two events of a run, where somebody who watched can go on watching: behind the event that was seen last.
 *
 * <p>Its text, {@code 12} behind the recorded event 12 and {@code 13-4} behind a live one, fits the id of a server-sent event and
 * comes back in {@code Last-Event-ID}.
 *
 * @param position of the recorded event that was seen last, or that the live one leads up to; -1 before everything
 * @param sequence of the live event that was seen last; -1 behind a recorded one
 */
public record RunCursor(long position, long sequence) {
    /** Before the first event. */
    public static final RunCursor START = new RunCursor(-1, -1);

    private static final Pattern TEXT = Pattern.compile("(\\d{1,18})(?:-(\\d{1,18}))?");

    /** Behind an event. */
    public static RunCursor behind(RunEvent event) {
        if (event instanceof Recorded recorded)
            return new RunCursor(recorded.at().position(), -1);
        Moment moment = ((Live) event).moment();
        return new RunCursor(moment.position(), moment.sequence());
    }

    /**
     * Reads what {@link #toString} wrote; an empty text is the start.
     *
     * @throws IllegalArgumentException if it is no such text
     */
    public static RunCursor parse(String text) {
        if (text.isEmpty()) return START;
        Matcher parts = TEXT.matcher(text);
        if (!parts.matches()) {
            throw new IllegalArgumentException("'" + (text.length() > 40 ? text.substring(0, 40) + "…" : text)
                    + "' is no place in a run; it looks like 12 or 13-4");
        }
        return new RunCursor(
                Long.parseLong(parts.group(1)), parts.group(2) == null ? -1 : Long.parseLong(parts.group(2)));
    }

    /** Whether the event that was seen last is a sound, not a fact. */
    public boolean isLive() {
        return sequence >= 0;
    }

    /** The position of the first recorded event that was not seen. */
    public long nextRecorded() {
        return isLive() ? position : position + 1;
    }

    @Override
    public String toString() {
        if (position < 0) return "";
        return isLive() ? position + "-" + sequence : Long.toString(position);
    }
}
