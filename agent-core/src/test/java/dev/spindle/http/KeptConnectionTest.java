package dev.spindle.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.spindle.context.Cancellation;
import java.io.IOException;
import java.io.OutputStream;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a server sends unasked on a connection that is kept must never be read as the answer to a later request. */
@Timeout(30)
class KeptConnectionTest {
    private final HttpTransport transport = HttpTransport.create();

    @AfterEach
    void close() {
        transport.close();
    }

    private String ask(RawServer server) throws IOException {
        HttpEndpoint endpoint = transport.endpoint(server.url(), Map.of(), HttpTransport.Timeouts.DEFAULT);
        try (HttpEndpoint.Reply reply = endpoint.post(List.of(RawServer.utf8("{}")), Cancellation.create())) {
            return new String(reply.body().readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void aResponseTooManyInTheSameSegmentAnswersNobody(boolean chunked) throws IOException {
        try (RawServer server = RawServer.talking((request, out) -> {
            byte[] answer = chunked ? RawServer.chunked("answer " + request) : RawServer.response("answer " + request);
            out.write(joined(answer, RawServer.response("unasked")));
        })) {
            assertEquals("answer 1", ask(server));
            assertEquals("answer 2", ask(server));
            assertEquals("answer 3", ask(server));

            assertEquals(3, server.connections());
        }
    }

    @Test
    void aResponseTooManyThatComesLaterAnswersNobody() throws IOException, InterruptedException {
        SynchronousQueue<String> turns = new SynchronousQueue<>();
        try (RawServer server = RawServer.talking((request, out) -> {
            out.write(RawServer.response("answer " + request));
            out.flush();
            if (request > 1) return;
            turns.put("answered");
            turns.take();
            out.write(RawServer.response("unasked"));
            out.flush();
            turns.put("written");
        })) {
            assertEquals("answer 1", ask(server));
            turns.take();
            turns.put("read");
            turns.take();

            assertEquals("answer 2", ask(server));
            assertEquals(2, server.connections());
        }
    }

    @Test
    void aSingleByteTooManyIsEnough() throws IOException {
        try (RawServer server = RawServer.talking(
                (request, out) -> out.write(joined(RawServer.response("answer " + request), new byte[] {'\n'})))) {
            assertEquals("answer 1", ask(server));
            assertEquals("answer 2", ask(server));

            assertEquals(2, server.connections());
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void aConnectionWithoutBytesTooManyIsKept(boolean chunked) throws IOException {
        try (RawServer server = RawServer.talking((request, out) -> out.write(
                chunked ? RawServer.chunked("answer " + request) : RawServer.response("answer " + request)))) {
            for (int request = 1; request <= 5; request++) assertEquals("answer " + request, ask(server));

            assertEquals(1, server.connections());
        }
    }

    @Test
    void headersThatDripAreCutOffAtTheLimitOfTheFirstContent() throws IOException {
        endsInTime((request, out) -> {
            out.write(RawServer.utf8("HTTP/1.1 200 OK\r\nX-Slow: "));
            drip("a", out);
        });
    }

    @Test
    void endlessInterimResponsesAreCutOffAtTheLimitOfTheFirstContent() throws IOException {
        endsInTime((request, out) -> drip("HTTP/1.1 103 Early Hints\r\nLink: x\r\n\r\n", out));
    }

    @Test
    void aStatusLineThatDripsIsCutOffAtTheLimitOfTheFirstContent() throws IOException {
        endsInTime((request, out) -> {
            out.write(RawServer.utf8("HTTP/1.1 200 "));
            drip("a", out);
        });
    }

    private void endsInTime(RawServer.Talk talk) throws IOException {
        try (RawServer server = RawServer.talking(talk)) {
            HttpEndpoint endpoint = transport.endpoint(
                    server.url(),
                    Map.of(),
                    HttpTransport.Timeouts.DEFAULT
                            .withFirstContent(Duration.ofMillis(400))
                            .withCall(Duration.ofSeconds(8)));
            long started = System.nanoTime();

            IOException failure = assertThrows(
                    SocketTimeoutException.class,
                    () -> endpoint.post(List.of(RawServer.utf8("{}")), Cancellation.create()));

            long millis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - started);
            assertTrue(millis < 6_000, failure + " after " + millis + " ms");
        }
    }

    private static void drip(String piece, OutputStream out) throws IOException, InterruptedException {
        while (true) {
            out.write(RawServer.utf8(piece));
            out.flush();
            TimeUnit.MILLISECONDS.sleep(20);
        }
    }

    private static byte[] joined(byte[] first, byte[] second) {
        byte[] both = Arrays.copyOf(first, first.length + second.length);
        System.arraycopy(second, 0, both, first.length, second.length);
        return both;
    }
}
