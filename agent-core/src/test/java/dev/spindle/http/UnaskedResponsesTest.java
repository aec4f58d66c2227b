package dev.spindle.http;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.spindle.context.Cancellation;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.SynchronousQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Every kind of answer with every kind of bytes behind it: the next request has its own answer, on another connection. */
@Timeout(60)
class UnaskedResponsesTest {
    private static final String UNASKED = "HTTP/1.1 200 OK\r\nContent-Length: 7\r\n\r\nunasked";

    private final HttpTransport transport = HttpTransport.create();

    @AfterEach
    void close() {
        transport.close();
    }

    private String ask(RawServer server) throws IOException {
        HttpEndpoint endpoint = transport.endpoint(server.url(), Map.of(), HttpTransport.Timeouts.DEFAULT);
        try (HttpEndpoint.Reply reply = endpoint.post(List.of(RawServer.utf8("{}")), Cancellation.create())) {
            return reply.status() + " " + new String(reply.body().readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private static String answer(String kind) {
        return switch (kind) {
            case "plain" -> "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nfirst";
            case "empty" -> "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n";
            case "error" -> "HTTP/1.1 500 Oh\r\nContent-Length: 5\r\n\r\nfirst";
            case "limited" -> "HTTP/1.1 429 Wait\r\nRetry-After: 1\r\nContent-Length: 5\r\n\r\nfirst";
            case "bodiless" -> "HTTP/1.1 204 No Content\r\n\r\n";
            case "unchanged" -> "HTTP/1.1 304 Not Modified\r\n\r\n";
            case "stream" -> "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nd\r\ndata: first\n\n\r\n0\r\n\r\n";
            case "trailers" ->
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nTrailer: X-A\r\n\r\n5\r\nfirst\r\n0\r\nX-A: b\r\n\r\n";
            case "smuggled" ->
                "HTTP/1.1 200 OK\r\nContent-Length: 60\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nfirst\r\n0\r\n\r\n";
            case "old" -> "HTTP/1.0 200 OK\r\nConnection: keep-alive\r\nContent-Length: 5\r\n\r\nfirst";
            case "forbidden" -> "HTTP/1.1 403 No\r\nContent-Length: 5\r\n\r\nfirst";
            case "blank" -> "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n";
            default -> "HTTP/1.1 103 Early Hints\r\nLink: x\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nfirst";
        };
    }

    private static String extra(String kind) {
        return switch (kind) {
            case "one" -> UNASKED;
            case "two" -> UNASKED + UNASKED;
            case "half" -> UNASKED.substring(0, UNASKED.length() - 3);
            case "head" -> "HTTP/1.1 200 OK\r\nContent-Le";
            case "interim" -> "HTTP/1.1 100 Continue\r\n\r\n";
            case "end of chunks" -> "0\r\n\r\n";
            case "bytes of TLS" -> "\u0016\u0003\u0001";
            case "zero" -> "\u0000";
            case "megabyte" -> "x".repeat(1 << 20);
            case "rubbish" -> "\u0000\u0001 no response at all";
            default -> "\r\n";
        };
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "plain",
                "empty",
                "error",
                "limited",
                "bodiless",
                "unchanged",
                "stream",
                "trailers",
                "hinted",
                "smuggled",
                "old",
                "forbidden",
                "blank"
            })
    void behindEveryKindOfAnswer(String kind) throws IOException {
        assertOwnAnswer(answer(kind) + extra("one"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "one",
                "two",
                "half",
                "head",
                "interim",
                "rubbish",
                "line",
                "end of chunks",
                "bytes of TLS",
                "zero",
                "megabyte"
            })
    void everyKindOfBytes(String kind) throws IOException {
        assertOwnAnswer(answer("plain") + extra(kind));
    }

    private void assertOwnAnswer(String first) throws IOException {
        try (RawServer server = RawServer.talking((request, out) ->
                out.write(request == 1 ? RawServer.utf8(first) : RawServer.response("answer " + request)))) {
            ask(server);

            assertEquals("200 answer 2", ask(server));
            assertEquals("200 answer 3", ask(server));
            assertEquals(2, server.connections());
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "one",
                "two",
                "half",
                "head",
                "interim",
                "rubbish",
                "line",
                "end of chunks",
                "bytes of TLS",
                "zero",
                "megabyte"
            })
    void bytesThatComeWhileAConnectionRests(String kind) throws IOException, InterruptedException {
        SynchronousQueue<String> turns = new SynchronousQueue<>();
        try (RawServer server = RawServer.talking((request, out) -> {
            out.write(RawServer.response("answer " + request));
            out.flush();
            if (request > 1) return;
            turns.take();
            out.write(RawServer.utf8(extra(kind)));
            out.flush();
            turns.put("written");
        })) {
            ask(server);
            turns.put("read");
            turns.take();

            assertEquals("200 answer 2", ask(server));
            assertEquals(2, server.connections());
        }
    }

    @Test
    void aBodyThatIsLongerThanItSays() throws IOException {
        String first = "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nfirst and more";

        assertOwnAnswer(first);
    }
}
