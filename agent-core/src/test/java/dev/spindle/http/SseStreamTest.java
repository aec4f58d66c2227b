package dev.spindle.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.spindle.property.Draw;
import dev.spindle.property.Property;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

class SseStreamTest {
    private static final String ODD = "\uFEFF: hello\r\nid: 7\r\nevent: greeting\rdata: Grüße\ndata:  🌍\r\n\r\n"
            + "data\n\nretry: 1500\nid: a\0b\ndata:x\n\nid\nevent: lost\n\ndata: unfinished";

    @Test
    void eventsAreTheSameWhereverTheBytesAreCut() throws IOException {
        byte[] bytes = ODD.getBytes(StandardCharsets.UTF_8);
        List<SseStream.Event> expected = List.of(
                new SseStream.Event("greeting", "Grüße\n 🌍", "7"),
                new SseStream.Event("message", "", "7"),
                new SseStream.Event("message", "x", "7"));

        for (int cut = 0; cut <= bytes.length; cut++) {
            SseStream stream = SseStream.of(new SequenceInputStream(
                    new ByteArrayInputStream(bytes, 0, cut), new ByteArrayInputStream(bytes, cut, bytes.length - cut)));

            assertEquals(expected, all(stream), "cut at " + cut);
            assertEquals("", stream.lastEventId());
            assertEquals(Duration.ofMillis(1500), stream.retry());
        }
    }

    @Test
    void eventIsGivenAtItsCarriageReturnWithoutWaitingForMore() throws IOException {
        InputStream noMore = new InputStream() {
            private final InputStream given = new ByteArrayInputStream("data: a\r\r".getBytes(StandardCharsets.UTF_8));

            @Override
            public int read() throws IOException {
                throw new IOException("read beyond the event");
            }

            @Override
            public int read(byte[] buffer, int offset, int length) throws IOException {
                int read = given.read(buffer, offset, length);
                return read > 0 ? read : read();
            }
        };

        assertEquals(
                new SseStream.Event("message", "a", ""), SseStream.of(noMore).next());
    }

    @Test
    void eventThatIsTooLongIsRefused() {
        SseStream oneLine = new SseStream(stream("data: " + "x".repeat(100) + "\n\n"), 50);
        SseStream manyLines = new SseStream(stream("data: x\n".repeat(20)), 50);

        assertThrows(HttpEndpoint.Reply.TooLargeException.class, oneLine::next);
        assertThrows(HttpEndpoint.Reply.TooLargeException.class, manyLines::next);
    }

    @Test
    void commentsDoNotAddUpToATooLongEvent() throws IOException {
        SseStream stream = new SseStream(stream(": still there\n".repeat(1000) + "data: x\n\n"), 50);

        assertEquals(new SseStream.Event("message", "x", ""), stream.next());
    }

    @Test
    void retryThatIsNoNumberIsIgnored() throws IOException {
        SseStream stream = SseStream.of(stream("retry: soon\nretry: -5\nretry:\nretry: 99999999999999999999999\n\n"));

        assertEquals(List.of(), all(stream));
        assertNull(stream.retry());
    }

    @Test
    void anyBytesInAnyPiecesGiveTheEventsOfTheWhole() {
        Property.forAll(500, SseStreamTest::cutNoise, noise -> {
            List<SseStream.Event> whole = all(SseStream.of(new ByteArrayInputStream(noise.bytes())));
            List<SseStream.Event> inPieces = all(SseStream.of(noise.inPieces()));

            assertEquals(whole, inPieces);
        });
    }

    private static CutNoise cutNoise(Draw draw) {
        List<Integer> sizes = draw.list(1, 5, size -> 1 + size.below(16));
        return new CutNoise(new String(withFrames(draw.bytes(0, 300)), StandardCharsets.ISO_8859_1), sizes);
    }

    /** Noise in which line ends and field names are frequent. */
    private static byte[] withFrames(byte[] noise) {
        String[] frames = {"\n", "\r", "\r\n", "data:", "data: ", "id: ", "event:", ":", "\n\n", "é", "\uFEFF"};
        StringBuilder text = new StringBuilder();
        for (byte octet : noise) {
            if (octet >= 0) text.append(frames[octet % frames.length]);
            else text.append((char) (octet & 0xFF));
        }
        return text.toString().getBytes(noise.length % 2 == 0 ? StandardCharsets.UTF_8 : StandardCharsets.ISO_8859_1);
    }

    /** Bytes, each as a character, and the sizes of the pieces in which they arrive, over and over. */
    private record CutNoise(String octets, List<Integer> sizes) {
        private byte[] bytes() {
            return octets.getBytes(StandardCharsets.ISO_8859_1);
        }

        private InputStream inPieces() {
            List<InputStream> pieces = new ArrayList<>();
            int from = 0;
            for (int turn = 0; from < octets.length(); turn++) {
                int to = Math.min(octets.length(), from + sizes.get(turn % sizes.size()));
                pieces.add(new ByteArrayInputStream(bytes(), from, to - from));
                from = to;
            }
            return new SequenceInputStream(Collections.enumeration(pieces));
        }

        @Override
        public String toString() {
            return Arrays.toString(bytes()) + " in pieces of " + sizes;
        }
    }

    private static InputStream stream(String text) {
        return new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
    }

    private static List<SseStream.Event> all(SseStream stream) throws IOException {
        List<SseStream.Event> events = new ArrayList<>();
        for (SseStream.Event event = stream.next(); event != null; event = stream.next()) events.add(event);
        return events;
    }
}
