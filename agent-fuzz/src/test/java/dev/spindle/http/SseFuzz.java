package dev.spindle.http;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.spindle.fuzz.Budget;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;

/** Server-sent events: the same wherever the bytes are cut, and never more than allowed. */
public final class SseFuzz {
    private static final int MOST_BYTES = 1_000;

    private SseFuzz() {}

    /** Reads the bytes at once and one by one. */
    public static void fuzzerTestOneInput(byte[] data) throws Exception {
        Budget.hold(() -> assertEquals(
                events(new ByteArrayInputStream(data)), events(new OneByOne(new ByteArrayInputStream(data)))));
    }

    private static List<Object> events(InputStream in) throws IOException {
        SseStream stream = new SseStream(in, MOST_BYTES);
        List<Object> events = new ArrayList<>();
        try {
            for (SseStream.Event event = stream.next(); event != null; event = stream.next()) events.add(event);
        } catch (HttpEndpoint.Reply.TooLargeException refused) {
            events.add("too large");
        }
        events.add(stream.lastEventId());
        events.add(String.valueOf(stream.retry()));
        return events;
    }

    private static final class OneByOne extends InputStream {
        private final InputStream all;

        private OneByOne(InputStream all) {
            this.all = all;
        }

        @Override
        public int read() throws IOException {
            return all.read();
        }

        @Override
        public int read(byte[] buffer, int from, int length) throws IOException {
            return all.read(buffer, from, Math.min(1, length));
        }
    }
}
