package dev.spindle.http;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** One server-sent event. Immutable. */
public final class SseEvent {
    private final String event;
    private final byte[] data;
    private final String lastEventId;

    /**
     * An event.
     *
     * @param event its type; "message" where the server names none
     * @param data its text, several data lines joined by {@code \n}
     * @param lastEventId the id that the server set last, with this event or an earlier one; empty if it never did
     */
    public SseEvent(String event, String data, String lastEventId) {
        this(event, data.getBytes(StandardCharsets.UTF_8), lastEventId);
    }

    SseEvent(String event, byte[] data, String lastEventId) {
        this.event = event;
        this.data = data;
        this.lastEventId = lastEventId;
    }

    /** Its type; "message" where the server names none. */
    public String event() {
        return event;
    }

    /** Its text, several data lines joined by {@code \n}; made anew at each call. */
    public String data() {
        return new String(data, StandardCharsets.UTF_8);
    }

    /** Its text as it was sent, which may be no valid UTF-8, for parsers that read bytes. Shared: do not change it. */
    public byte[] bytes() {
        return data;
    }

    /** The id that the server set last, with this event or an earlier one; empty if it never did. */
    public String lastEventId() {
        return lastEventId;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof SseEvent that
                && event.equals(that.event)
                && Arrays.equals(data, that.data)
                && lastEventId.equals(that.lastEventId);
    }

    @Override
    public int hashCode() {
        return Objects.hash(event, Arrays.hashCode(data), lastEventId);
    }

    @Override
    public String toString() {
        return "SseEvent[event=" + event + ", data=" + data() + ", lastEventId=" + lastEventId + "]";
    }
}
