package dev.spindle.restate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import com.sun.net.httpserver.HttpServer;
import dev.spindle.event.RunEvent.Moment;
import dev.spindle.event.RunEvent.ReplyDropped;
import dev.spindle.event.RunEvent.TextWritten;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What is written of a reply, told to an engine that takes its time. */
@Timeout(60)
class LoudspeakerTest {
    private final LinkedBlockingQueue<String> told = new LinkedBlockingQueue<>();
    private final CountDownLatch first = new CountDownLatch(1);
    private HttpServer engine;
    private Loudspeaker loudspeaker;

    @BeforeEach
    void slowEngine() throws IOException {
        engine = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        engine.createContext("/", exchange -> {
            told.add(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
            try (exchange) {
                first.await(30, TimeUnit.SECONDS);
                exchange.sendResponseHeaders(202, -1);
            } catch (InterruptedException stopped) {
                Thread.currentThread().interrupt();
            }
        });
        engine.start();
        URI ingress = URI.create("http://127.0.0.1:" + engine.getAddress().getPort());
        loudspeaker = new Loudspeaker(new Ingress(ingress, "clerk.live"), "r");
    }

    @AfterEach
    void end() {
        first.countDown();
        engine.stop(0);
    }

    private void write(int sequence, String text) {
        loudspeaker.on(new TextWritten(new Moment(1, 0, sequence), text));
    }

    private List<Piece> nextTold() throws InterruptedException {
        return Piece.read(String.valueOf(told.poll(30, TimeUnit.SECONDS)));
    }

    @Test
    void whatWaitsIsToldTogetherInItsOrder() throws Exception {
        write(0, "a");
        List<Piece> begun = nextTold();
        write(1, "b");
        write(2, "c");
        loudspeaker.on(new ReplyDropped(new Moment(1, 0, 3), "tried again"));
        loudspeaker.on(new TextWritten(new Moment(1, 1, 4), "d"));
        write(5, "");
        first.countDown();

        List<Piece> more = nextTold();

        assertEquals(List.of("a"), begun.stream().map(Piece::text).toList());
        assertEquals(List.of("bc", "", "d", ""), more.stream().map(Piece::text).toList());
        assertEquals(2, more.get(0).moment().sequence());
        assertEquals("tried again", more.get(1).dropped());
    }

    /** Copied characters take memory: eight times the pieces take about eight times as much, not 64 times. */
    @Test
    void aReplyInManyPiecesIsNotCopiedForEach() throws Exception {
        write(0, "a");
        nextTold();
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long[] bytes = new long[2];
        for (int round = 0; round < 2; round++) {
            loudspeaker.on(new ReplyDropped(new Moment(1, round, 0), "tried again"));
            long before = threads.getCurrentThreadAllocatedBytes();
            for (int piece = 0; piece < (round == 0 ? 1_000 : 8_000); piece++)
                loudspeaker.on(new TextWritten(new Moment(1, round, piece), "a few words"));
            bytes[round] = threads.getCurrentThreadAllocatedBytes() - before;
        }

        assertTrue(bytes[1] < 24 * bytes[0], () -> bytes[0] + " bytes for few, " + bytes[1] + " for many");
    }
}
