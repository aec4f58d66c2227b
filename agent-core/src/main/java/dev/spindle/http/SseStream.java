package dev.spindle.http;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/*
 * Everything is done on bytes: the delimiters are ASCII, and no byte of a longer UTF-8 sequence is, so a sequence or a
 * line end that is split over reads needs no care. A carriage return ends its line at once, without waiting for the
 * line feed that may follow; that one is skipped when it comes. The buffers are kept, so that only the event's own
 * strings are allocated.
 */
/**
 * Reads server-sent events, one at a time.
 *
 * <p>Not thread-safe. Does not close what it reads from. Source: WHATWG HTML, 9.2.6.
 */
public final class SseStream {
    /** The most bytes of one event, its field names included, unless said otherwise: 16 MiB. */
    public static final int MAX_EVENT_BYTES = 16 * 1024 * 1024;

    private static final byte[] BOM = {(byte) 0xEF, (byte) 0xBB, (byte) 0xBF};
    private static final byte[] DATA = ascii("data");
    private static final byte[] EVENT = ascii("event");
    private static final byte[] ID = ascii("id");
    private static final byte[] RETRY = ascii("retry");
    private static final int LONGEST_RETRY = 18; // digits that surely fit a long

    private final InputStream in;
    private final int maxEventBytes;

    private final byte[] chunk = new byte[8192];
    private int at;
    private int end;
    private boolean afterCarriageReturn;
    private boolean firstLine = true;

    private final Bytes line = new Bytes();
    private final Bytes data = new Bytes();
    private boolean hasData;
    private int eventBytes;
    private String type = "";
    private String idBuffer = "";
    private String lastEventId = "";
    private @Nullable Duration retry;

    /**
     * Reads from a stream.
     *
     * @param maxEventBytes the most bytes of one event, its field names included; a comment may have as many
     */
    public SseStream(InputStream in, int maxEventBytes) {
        if (maxEventBytes < 1) {
            throw new IllegalArgumentException("maxEventBytes is " + maxEventBytes + "; it must be at least 1");
        }
        this.in = in;
        this.maxEventBytes = maxEventBytes;
    }

    /** Reads from a stream events of up to {@value #MAX_EVENT_BYTES} bytes. */
    public static SseStream of(InputStream in) {
        return new SseStream(in, MAX_EVENT_BYTES);
    }

    /**
     * Blocks until an event is complete.
     *
     * @return the event; null at the end of the stream, where an event without its blank line is dropped
     * @throws HttpEndpoint.Reply.TooLargeException if an event has too many bytes
     * @throws IOException if the connection breaks; events already returned stand
     */
    public @Nullable Event next() throws IOException {
        while (readLine()) {
            if (line.length == 0) {
                Event event = dispatch();
                if (event != null) return event;
            } else {
                takeField();
            }
        }
        return null;
    }

    /** The pause before reconnecting that the server asked for last; null if it never did. */
    public @Nullable Duration retry() {
        return retry;
    }

    /** The id to name when reconnecting: of the last event that was ended by a blank line, even if it had no data. */
    public String lastEventId() {
        return lastEventId;
    }

    /** Fills {@code line}; false at the end of the stream, where an unfinished line is dropped. */
    private boolean readLine() throws IOException {
        line.length = 0;
        while (true) {
            if (at == end && !fill()) return false;
            skipLineFeed();
            int from = at;
            while (at < end && chunk[at] != '\n' && chunk[at] != '\r') at++;
            count(at - from);
            line.append(chunk, from, at - from);
            if (at == end) continue;
            afterCarriageReturn = chunk[at++] == '\r';
            dropByteOrderMark();
            return true;
        }
    }

    /** Reads on; false at the end of the stream. */
    private boolean fill() throws IOException {
        at = 0;
        end = Math.max(0, in.read(chunk, 0, chunk.length));
        return end > 0;
    }

    private void skipLineFeed() {
        if (afterCarriageReturn && chunk[at] == '\n') at++;
        afterCarriageReturn = false;
    }

    private void count(int bytes) throws IOException {
        eventBytes += bytes;
        if (eventBytes > maxEventBytes)
            throw new HttpEndpoint.Reply.TooLargeException("A server-sent event", maxEventBytes);
    }

    private void dropByteOrderMark() {
        if (firstLine && line.startsWith(BOM)) line.dropFirst(BOM.length);
        firstLine = false;
    }

    private void takeField() {
        int colon = line.indexOf((byte) ':');
        int nameEnd = colon < 0 ? line.length : colon;
        int valueStart = Math.min(nameEnd + 1, line.length);
        if (valueStart < line.length && line.bytes[valueStart] == ' ') valueStart++;
        if (nameEnd == 0) eventBytes -= line.length; // a comment; they keep a socket alive, for hours without an event
        else if (line.isName(DATA, nameEnd)) takeData(valueStart);
        else if (line.isName(EVENT, nameEnd)) type = line.text(valueStart);
        else if (line.isName(ID, nameEnd)) takeId(line.text(valueStart));
        else if (line.isName(RETRY, nameEnd)) takeRetry(line.text(valueStart));
    }

    private void takeData(int valueStart) {
        if (hasData) data.append('\n');
        data.append(line.bytes, valueStart, line.length - valueStart);
        hasData = true;
    }

    private void takeId(String id) {
        if (id.indexOf('\0') < 0) idBuffer = id;
    }

    private void takeRetry(String millis) {
        boolean digits = !millis.isEmpty() && millis.chars().allMatch(c -> c >= '0' && c <= '9');
        if (digits && millis.length() <= LONGEST_RETRY) retry = Duration.ofMillis(Long.parseLong(millis));
    }

    private @Nullable Event dispatch() {
        lastEventId = idBuffer;
        Event event = hasData ? new Event(type.isEmpty() ? "message" : type, data.copy(), lastEventId) : null;
        type = "";
        data.length = 0;
        hasData = false;
        eventBytes = 0;
        return event;
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    /** A growing array of bytes whose memory is kept. */
    private static final class Bytes {
        private byte[] bytes = new byte[512];
        private int length;

        private void append(byte[] source, int from, int count) {
            ensure(length + count);
            System.arraycopy(source, from, bytes, length, count);
            length += count;
        }

        private void append(char ascii) {
            ensure(length + 1);
            bytes[length++] = (byte) ascii;
        }

        private void ensure(int needed) {
            if (needed > bytes.length) bytes = Arrays.copyOf(bytes, Math.max(needed, 2 * bytes.length));
        }

        private boolean startsWith(byte[] prefix) {
            return length >= prefix.length && Arrays.equals(bytes, 0, prefix.length, prefix, 0, prefix.length);
        }

        private boolean isName(byte[] name, int nameEnd) {
            return nameEnd == name.length && startsWith(name);
        }

        private void dropFirst(int count) {
            length -= count;
            System.arraycopy(bytes, count, bytes, 0, length);
        }

        private int indexOf(byte wanted) {
            for (int index = 0; index < length; index++) {
                if (bytes[index] == wanted) return index;
            }
            return -1;
        }

        private byte[] copy() {
            return Arrays.copyOf(bytes, length);
        }

        private String text(int from) {
            return new String(bytes, from, length - from, StandardCharsets.UTF_8);
        }
    }

    /** One server-sent event. Immutable. */
    public static final class Event {
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
        public Event(String event, String data, String lastEventId) {
            this(event, data.getBytes(StandardCharsets.UTF_8), lastEventId);
        }

        Event(String event, byte[] data, String lastEventId) {
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
            return other instanceof Event that
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
            return "Event[event=" + event + ", data=" + data() + ", lastEventId=" + lastEventId + "]";
        }
    }
}
