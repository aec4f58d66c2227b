package dev.spindle.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.spindle.context.Cancellation;
import dev.spindle.context.Cancellation.CancelledException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.zip.GZIPOutputStream;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class HttpTransportTest {
    private static final HttpTransport.Timeouts PATIENT = HttpTransport.Timeouts.DEFAULT;

    private final HttpTransport transport = HttpTransport.create();
    private final Cancellation cancellation = Cancellation.create();

    @AfterEach
    void close() {
        transport.close();
    }

    @Test
    void piecesOfABodyArriveAsOne() throws IOException {
        try (WireServer server = WireServer.giving(WireServer.Answer.json("{}").with("X-Request-Id", "r1"))) {
            HttpEndpoint.Reply reply = post(server.url(), PATIENT, "{\"a\":", "1}");

            assertEquals("{}", text(reply.body()));
            assertEquals("r1", reply.findHeader("x-request-id").orElseThrow());
            assertEquals("{\"a\":1}", server.lastReceived().body());
            assertEquals("Bearer k", server.lastReceived().headers().get("authorization"));
        }
    }

    @Test
    void connectionIsKeptForTheNextCallWithoutItsDeadline() throws IOException {
        String events = "data: a\n\ndata: [DONE]\n\n";
        try (MockWebServer server = new MockWebServer()) {
            server.enqueue(new MockResponse.Builder().chunkedBody(events, 5).build());
            server.enqueue(new MockResponse.Builder()
                    .body("late")
                    .bodyDelay(2100, TimeUnit.MILLISECONDS)
                    .build());
            server.start(InetAddress.getLoopbackAddress(), 0);
            URI url = server.url("/v1/chat/completions").uri();

            try (HttpEndpoint.Reply first = post(url, PATIENT.withFirstContent(Duration.ofSeconds(2)), "{}")) {
                SseStream stream = SseStream.of(first.body());
                stream.next();
                stream.next();
            }
            HttpEndpoint.Reply second = post(url, PATIENT, "{}");

            assertEquals("late", text(second.body()));
            assertEquals(0, server.takeRequest().getExchangeIndex());
            assertEquals(1, server.takeRequest().getExchangeIndex());
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void timeoutThatNoSocketKnowsIsRefused() {
        assertThrows(IllegalArgumentException.class, () -> PATIENT.withCall(Duration.ofSeconds(-1)));
        assertThrows(IllegalArgumentException.class, () -> PATIENT.withConnect(Duration.ofNanos(1)));
        assertThrows(IllegalArgumentException.class, () -> PATIENT.withFirstContent(Duration.ofDays(30)));
    }

    @Test
    void redirectIsNotFollowed() throws IOException {
        try (WireServer other = WireServer.giving(WireServer.Answer.json("{}"));
                WireServer server = WireServer.giving(
                        WireServer.Answer.of(307, "text/plain", "").with("Location", other.baseUrl()))) {
            HttpEndpoint.Reply reply = post(server.url(), PATIENT, "{}");

            assertEquals(307, reply.status());
            assertEquals(List.of(), other.received());
        }
    }

    @Test
    void cancellingWakesAReadAtOnce() throws Exception {
        CountDownLatch reading = new CountDownLatch(1);
        try (WireServer server = WireServer.giving(hanging(reading))) {
            HttpEndpoint.Reply reply = post(server.url(), PATIENT, "{}");
            new Thread(() -> {
                        await(reading);
                        cancellation.cancel("enough");
                    })
                    .start();

            assertThrows(IOException.class, () -> reply.body().readAllBytes());
        }
    }

    @Test
    void cancellingWakesAWaitForHeaders() throws Exception {
        CountDownLatch asked = new CountDownLatch(1);
        try (WireServer server = WireServer.answering(request -> {
            asked.countDown();
            await(new CountDownLatch(1));
            return WireServer.Answer.json("{}");
        })) {
            new Thread(() -> {
                        await(asked);
                        cancellation.cancel("enough");
                    })
                    .start();

            CancelledException cancelled =
                    assertThrows(CancelledException.class, () -> post(server.url(), PATIENT, "{}"));
            assertEquals("enough", cancelled.getMessage());
        }
    }

    @Test
    void nothingIsSentAfterACancel() throws IOException {
        try (WireServer server = WireServer.giving(WireServer.Answer.json("{}"))) {
            cancellation.cancel("enough");

            assertThrows(CancelledException.class, () -> post(server.url(), PATIENT, "{}"));
            assertEquals(List.of(), server.received());
        }
    }

    @Test
    void bytesThatKeepComingDoNotPutOffTheFirstContent() throws IOException {
        WireServer.Body comments = out -> {
            while (true) {
                out.write(": PROCESSING\n\n".getBytes(StandardCharsets.UTF_8));
                out.flush();
                TimeUnit.MILLISECONDS.sleep(10);
            }
        };
        try (WireServer server = WireServer.giving(new WireServer.Answer(200, Map.of(), comments))) {
            HttpTransport.Timeouts timeouts = PATIENT.withFirstContent(Duration.ofMillis(300));

            assertThrows(InterruptedIOException.class, () -> {
                HttpEndpoint.Reply reply = post(server.url(), timeouts, "{}"); // on a busy machine it ends here already
                SseStream.of(reply.body()).next();
            });
        }
    }

    @Test
    void wholeCallHasALimit() throws IOException {
        try (WireServer server = WireServer.giving(hanging(new CountDownLatch(1)))) {
            HttpTransport.Timeouts timeouts = PATIENT.withCall(Duration.ofMillis(300));

            assertThrows(InterruptedIOException.class, () -> {
                HttpEndpoint.Reply reply = post(server.url(), timeouts, "{}"); // on a busy machine it ends here already
                reply.body().readAllBytes();
            });
        }
    }

    @Test
    void gzipBombIsNotReadToItsEnd() throws IOException {
        ByteArrayOutputStream bomb = new ByteArrayOutputStream();
        try (OutputStream gzip = new GZIPOutputStream(bomb)) {
            byte[] zeros = new byte[1024 * 1024];
            for (int mebibyte = 0; mebibyte < 65; mebibyte++) gzip.write(zeros);
        }
        WireServer.Answer answer =
                new WireServer.Answer(200, Map.of("Content-Encoding", "gzip"), out -> out.write(bomb.toByteArray()));
        try (WireServer server = WireServer.giving(answer)) {
            HttpEndpoint.Reply reply = post(server.url(), PATIENT, "{}");

            assertThrows(
                    HttpEndpoint.Reply.TooLargeException.class,
                    () -> reply.body().transferTo(OutputStream.nullOutputStream()));
        }
    }

    @Test
    void manyCallsRunAtOnce() throws Exception {
        int calls = 40;
        CountDownLatch allThere = new CountDownLatch(calls);
        try (WireServer server = WireServer.answering(request -> {
            allThere.countDown();
            await(allThere);
            return WireServer.Answer.json("{}");
        })) {
            List<Thread> threads = IntStream.range(0, calls)
                    .mapToObj(call -> new Thread(() -> postQuietly(server.url())))
                    .toList();
            threads.forEach(Thread::start);

            assertTrue(allThere.await(20, TimeUnit.SECONDS), () -> allThere.getCount() + " calls were held back");
            for (Thread thread : threads) thread.join();
        }
    }

    private HttpEndpoint.Reply post(URI url, HttpTransport.Timeouts timeouts, String... pieces) throws IOException {
        List<byte[]> body = Arrays.stream(pieces)
                .map(piece -> piece.getBytes(StandardCharsets.UTF_8))
                .toList();
        return transport
                .endpoint(url, Map.of("Authorization", "Bearer k"), timeouts)
                .post(body, cancellation);
    }

    private void postQuietly(URI url) {
        try (HttpEndpoint.Reply reply = post(url, PATIENT, "{}")) {
            assertEquals(200, reply.status());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static WireServer.Answer hanging(CountDownLatch begun) {
        return new WireServer.Answer(200, Map.of(), out -> {
            out.write('x');
            out.flush();
            begun.countDown();
            new CountDownLatch(1).await();
        });
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException closing) {
            Thread.currentThread().interrupt();
        }
    }

    private static String text(InputStream in) throws IOException {
        return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
}
