package dev.spindle.model.openai;

import static dev.spindle.model.openai.OpenAiModelTest.QUESTION;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.spindle.http.HttpTransport;
import dev.spindle.http.RawServer;
import dev.spindle.model.ModelException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Whatever a server drips, and wherever: a call ends at its limits, with a reply or a typed failure. All servers drip at once. */
@Timeout(60)
class DrippingReplyTest {
    private static final String HEAD = "HTTP/1.1 200 OK\r\n";
    private static final String EVENTS = HEAD + "Content-Type: text/event-stream\r\n";
    private static final String CHUNKED = EVENTS + "Transfer-Encoding: chunked\r\n\r\n";
    private static final String HI = "data: {\"choices\":[{\"delta\":{\"content\":\"Hi\"}}]}\n\n";
    private static final String FINISH = "data: {\"choices\":[{\"delta\":{},\"finish_reason\":\"stop\"}]}\n\n";

    /** A beginning, and what comes after it for ever. */
    private record Drip(String head, String piece) {}

    private static Map<String, Drip> drips() {
        Map<String, Drip> all = new LinkedHashMap<>();
        all.put("version", new Drip("", "H"));
        all.put("line ends", new Drip("", "\r\n"));
        all.put("header name", new Drip(HEAD, "x"));
        all.put("headers", new Drip(HEAD, "X-A: b\r\n"));
        all.put("folded header", new Drip(HEAD + "X-A: b\r\n", " c\r\n"));
        all.put("interim", new Drip("", "HTTP/1.1 100 Continue\r\n\r\n"));
        all.put("processing", new Drip("", "HTTP/1.1 102 Processing\r\nX: y\r\n\r\n"));
        all.put("error head", new Drip("HTTP/1.1 500 Oh\r\n", "X-A: b\r\n"));
        all.put("error body", new Drip("HTTP/1.1 400 Bad\r\n\r\n", "no "));
        all.put("blanks first", new Drip(EVENTS + "\r\n", " "));
        all.put("lines first", new Drip(EVENTS + "\r\n", "\n"));
        all.put("comments first", new Drip(EVENTS + "\r\n", ": wait\n\n"));
        all.put("pings first", new Drip(EVENTS + "\r\n", "event: ping\ndata: {}\n\n"));
        all.put("names first", new Drip(EVENTS + "\r\n", "event: x\nid: 1\nretry: 1\n\n"));
        all.put("half an event", new Drip(EVENTS + "\r\ndata: {\"choices\":[", " "));
        all.put("empty data", new Drip(EVENTS + "\r\n", "data:\n\n"));
        all.put("chunk size", new Drip(CHUNKED, "0"));
        all.put("chunk extension", new Drip(CHUNKED + "5;x=", "y"));
        all.put("trailers", new Drip(CHUNKED + hex(HI + FINISH) + "0\r\n", "X-A: b\r\n"));
        all.put("roles", new Drip(EVENTS + "\r\n", "data: {\"choices\":[{\"delta\":{\"role\":\"assistant\"}}]}\n\n"));
        all.put("comments between", new Drip(EVENTS + "\r\n" + HI, ": wait\n\n"));
        all.put(
                "usage between",
                new Drip(EVENTS + "\r\n" + HI, "data: {\"choices\":[],\"usage\":{\"prompt_tokens\":1}}\n\n"));
        all.put(
                "empty calls between",
                new Drip(EVENTS + "\r\n" + HI, "data: {\"choices\":[{\"delta\":{\"tool_calls\":[]}}]}\n\n"));
        all.put("half a line between", new Drip(EVENTS + "\r\n" + HI + "data: ", "x"));
        all.put("finish again", new Drip(EVENTS + "\r\n" + HI + FINISH, FINISH));
        all.put("words after the finish", new Drip(EVENTS + "\r\n" + HI + FINISH, HI));
        all.put("behind the end", new Drip(EVENTS + "\r\n" + HI + FINISH + "data: [DONE]\n\n", ": more\n\n"));
        all.put("whole reply", new Drip(HEAD + "Content-Type: application/json\r\n\r\n{\"choices\":[", " "));
        all.put("length", new Drip(HEAD + "Content-Length: 1000000\r\n\r\n{", " "));
        return all;
    }

    private static String hex(String chunk) {
        return Integer.toHexString(RawServer.utf8(chunk).length) + "\r\n" + chunk + "\r\n";
    }

    @Test
    void everyCallEndsAtItsLimits() throws Exception {
        List<RawServer> servers = new ArrayList<>();
        ExecutorService threads = Executors.newCachedThreadPool();
        Map<String, Future<Long>> calls = new LinkedHashMap<>();
        try {
            for (Map.Entry<String, Drip> drip : drips().entrySet()) {
                RawServer server = RawServer.talking((request, out) -> drip(drip.getValue(), out));
                servers.add(server);
                calls.put(drip.getKey(), threads.submit(() -> millisOf(server)));
            }
            List<String> late = new ArrayList<>();
            for (Map.Entry<String, Future<Long>> call : calls.entrySet()) {
                long millis = call.getValue().get(40, TimeUnit.SECONDS);
                // Its own limits are 0.4 s each; that of the whole call is far beyond.
                if (millis > 10_000) late.add(call.getKey() + ": " + millis + " ms");
            }
            assertEquals(List.of(), late);
        } finally {
            for (RawServer server : servers) server.close();
            threads.shutdownNow();
        }
    }

    @Test
    void whatIsPackedDripsNoLonger() throws Exception {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
            gzip.write(RawServer.utf8(": " + "wait ".repeat(100_000)));
        }
        try (RawServer server = RawServer.talking((request, out) -> {
            out.write(RawServer.utf8(EVENTS + "Content-Encoding: gzip\r\n\r\n"));
            for (byte octet : packed.toByteArray()) {
                out.write(octet);
                out.flush();
                TimeUnit.MILLISECONDS.sleep(20);
            }
        })) {
            assertTrue(millisOf(server) < 10_000);
        }
    }

    private static void drip(Drip drip, OutputStream out) throws IOException, InterruptedException {
        out.write(RawServer.utf8(drip.head));
        while (true) {
            out.write(RawServer.utf8(drip.piece));
            out.flush();
            TimeUnit.MILLISECONDS.sleep(20);
        }
    }

    /** How long a call takes that ends as it may. */
    private static long millisOf(RawServer server) {
        OpenAiModel model = OpenAiModel.builder()
                .model("m")
                .baseUrl(server.baseUrl())
                .timeouts(HttpTransport.Timeouts.DEFAULT
                        .withFirstContent(Duration.ofMillis(400))
                        .withBetweenChunks(Duration.ofMillis(400))
                        .withCall(Duration.ofSeconds(30)))
                .build();
        long started = System.nanoTime();
        try {
            model.call(QUESTION.withDeltas(delta -> {}));
        } catch (ModelException typed) {
            // as good as a reply
        }
        return TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - started);
    }
}
