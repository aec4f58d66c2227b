package dev.spindle.testing.server;

import dev.spindle.json.Json;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.zip.GZIPOutputStream;

/**
 * What a server does with one request: answers it, or goes wrong in a certain way.
 *
 * <p>Those that answer do so as the request wants it, as one piece of JSON or as a stream. Write your own for what is missing
 * here; it is called on a thread of its own.
 */
@FunctionalInterface
public interface Reaction {
    /**
     * Takes a request; the connection is closed afterwards.
     *
     * @throws IOException if the client has hung up
     * @throws InterruptedException if the server is closed meanwhile
     */
    void take(ReceivedRequest request, Wire wire) throws IOException, InterruptedException;

    /** Answers with a text; uses 10 tokens and 5. */
    static Reaction text(String text) {
        return (request, wire) -> send(Completion.ofText(text, request.streaming()), wire);
    }

    /** Answers with a call of a tool; uses 10 tokens and 5. */
    static Reaction call(String tool, String arguments) {
        return (request, wire) -> send(Completion.ofCall(tool, arguments, request.streaming()), wire);
    }

    private static void send(Completion completion, Wire wire) throws IOException {
        wire.head(200, Map.of("Content-Type", completion.contentType()));
        for (String piece : completion.pieces()) wire.chunk(piece);
        wire.end();
    }

    /** Refuses with a status and an error object. */
    static Reaction error(int status, String type, String message) {
        return error(status, type, message, Map.of());
    }

    /** Refuses with a status, headers of your own and an error object. */
    static Reaction error(int status, String type, String message, Map<String, String> headers) {
        String body = "{\"error\":{\"message\":" + Json.of(message) + ",\"type\":" + Json.of(type) + "}}";
        return (request, wire) -> {
            wire.head(status, headers);
            wire.chunk(body);
            wire.end();
        };
    }

    /** Refuses with 429 and a word on when to come back, as {@code Retry-After: 2} or {@code Retry-After-Ms: 1500}. */
    static Reaction rateLimited(String header, String value) {
        return error(429, "rate_limit_error", "Too many requests.", Map.of(header, value));
    }

    /** Refuses with 429 because there is no money left, which waiting does not help. */
    static Reaction quotaExhausted() {
        return error(429, "insufficient_quota", "You exceeded your current quota.");
    }

    /** Takes the request and never answers. */
    static Reaction silence() {
        return (request, wire) -> wire.awaitHangUp();
    }

    /** Answers rightly, but only after a while. */
    static Reaction slowHeaders(Duration delay, String text) {
        return (request, wire) -> {
            wire.pause(delay);
            send(Completion.ofText(text, request.streaming()), wire);
        };
    }

    /** Answers rightly, but a few bytes at a time; between them it waits. */
    static Reaction slowChunks(Duration between, String text) {
        return (request, wire) -> {
            Completion completion = Completion.ofText(text, request.streaming());
            String body = completion.body();
            int size = body.length() / 4 + 1;
            wire.head(200, Map.of("Content-Type", completion.contentType()));
            for (int from = 0; from < body.length(); from += size) {
                if (from > 0) wire.pause(between);
                wire.chunk(body.substring(from, Math.min(body.length(), from + size)));
            }
            wire.end();
        };
    }

    /** Begins a right answer and hangs up in the middle of a chunk. */
    static Reaction cutMidChunk(String text) {
        return (request, wire) -> {
            begin(request, text, wire);
            wire.halfChunk("data: {\"choices\":[{\"index\":0,\"delta\":{\"content\":\"more\"}}]}\n\n");
        };
    }

    /** Begins a right answer, ends it in the order of HTTP, and so looks whole to who does not read it. */
    static Reaction cutBeforeFinish(String text) {
        return (request, wire) -> {
            begin(request, text, wire);
            wire.end();
        };
    }

    /** Answers rightly but for the end of a stream, {@code [DONE]}, which some servers never send. */
    static Reaction withoutDone(String text) {
        return (request, wire) -> {
            Completion completion = Completion.ofText(text, request.streaming());
            wire.head(200, Map.of("Content-Type", completion.contentType()));
            for (String piece : completion.pieces()) {
                if (!piece.equals(Completion.DONE)) wire.chunk(piece);
            }
            wire.end();
        };
    }

    /** Begins a right answer, then breaks the connection. */
    static Reaction resetMidway(String text) {
        return (request, wire) -> {
            begin(request, text, wire);
            wire.reset();
        };
    }

    /** Breaks the connection before any answer. */
    static Reaction reset() {
        return (request, wire) -> wire.reset();
    }

    /** Begins a right answer, then writes no more and leaves the connection half open. */
    static Reaction halfClose(String text) {
        return (request, wire) -> {
            begin(request, text, wire);
            wire.halfClose();
        };
    }

    /** All of a stream but its end, or the first half of a piece of JSON. */
    private static void begin(ReceivedRequest request, String text, Wire wire) throws IOException {
        Completion completion = Completion.ofText(text, request.streaming());
        wire.head(200, Map.of("Content-Type", completion.contentType()));
        if (completion.streamed()) {
            wire.chunk(completion.pieces().get(0));
            wire.chunk(completion.pieces().get(1));
        } else {
            wire.chunk(completion.body().substring(0, completion.body().length() / 2));
        }
    }

    /** Answers with a page, as a proxy that wants a login does. */
    static Reaction html() {
        return (request, wire) -> {
            wire.head(200, Map.of("Content-Type", "text/html"));
            wire.chunk(
                    "<!DOCTYPE html><html><head><title>Sign in</title></head><body><h1>Sign in first</h1></body></html>");
            wire.end();
        };
    }

    /** Answers rightly, in compressed form. */
    static Reaction gzip(String text) {
        return (request, wire) -> {
            Completion completion = Completion.ofText(text, request.streaming());
            wire.head(200, Map.of("Content-Type", completion.contentType(), "Content-Encoding", "gzip"));
            wire.chunk(compressed(completion.body()));
            wire.end();
        };
    }

    private static byte[] compressed(String text) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(bytes)) {
            gzip.write(text.getBytes(StandardCharsets.UTF_8));
        }
        return bytes.toByteArray();
    }

    /** Answers rightly, but calls it something else. */
    static Reaction wrongContentType(String text) {
        return (request, wire) -> {
            wire.head(200, Map.of("Content-Type", "text/plain"));
            wire.chunk(Completion.ofText(text, request.streaming()).body());
            wire.end();
        };
    }

    /** Answers with a text that goes on for this many bytes. */
    static Reaction endlessText(long bytes) {
        return (request, wire) -> {
            boolean streaming = request.streaming();
            String piece = "word ".repeat(2000);
            String event = "data: {\"choices\":[{\"index\":0,\"delta\":{\"content\":\"" + piece + "\"}}]}\n\n";
            wire.head(200, Map.of("Content-Type", streaming ? "text/event-stream" : "application/json"));
            if (!streaming) wire.chunk("{\"choices\":[{\"index\":0,\"message\":{\"content\":\"");
            for (long sent = 0; sent < bytes; sent += piece.length()) wire.chunk(streaming ? event : piece);
            wire.chunk(streaming ? Completion.DONE : "\"},\"finish_reason\":\"stop\"}]}");
            wire.end();
        };
    }

    /** Keeps the connection alive by comments and sends nothing else, for as long as the client bears it. */
    static Reaction endlessComments(Duration between) {
        return (request, wire) -> {
            wire.head(200, Map.of("Content-Type", "text/event-stream"));
            while (true) {
                wire.chunk(": still working\n\n");
                wire.pause(between);
            }
        };
    }
}
