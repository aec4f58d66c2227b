package dev.spindle.bench.speed.server;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The answers of the server as whole HTTP responses, made once and sent again and again. For one thread. */
final class Replies {
    private static final String HEAD =
            "{\"id\":\"chatcmpl-8f3aQ1\",\"object\":\"chat.completion%s\",\"created\":1767225600,"
                    + "\"model\":\"gpt-bench-2026-01-01\",\"system_fingerprint\":\"fp_44709d6fcb\",\"choices\":[{\"index\":0,";
    private static final String USAGE =
            "\"usage\":{\"prompt_tokens\":812,\"completion_tokens\":64,\"total_tokens\":876,"
                    + "\"prompt_tokens_details\":{\"cached_tokens\":768},\"completion_tokens_details\":{\"reasoning_tokens\":0}}";
    private static final List<String> WORDS = List.of(
            "Pack",
            "a",
            "light",
            "coat",
            "and",
            "an",
            "umbrella,",
            "for",
            "it",
            "rains",
            "until",
            "noon",
            "on",
            "Friday",
            "and",
            "stays",
            "near",
            "eleven",
            "degrees",
            "until",
            "Tuesday.");

    private final Map<Reply, ByteBuffer> made = new HashMap<>();

    /** One reply: which of a script, and whether it is streamed. */
    record Reply(Script script, int round, boolean streamed) {}

    /** The bytes to send; the caller's own to move through. */
    ByteBuffer of(Reply reply) {
        return made.computeIfAbsent(reply, Replies::make).duplicate();
    }

    private static ByteBuffer make(Reply reply) {
        return ByteBuffer.wrap((reply.streamed ? streamed(reply) : whole(reply)).getBytes(StandardCharsets.UTF_8));
    }

    private static String whole(Reply reply) {
        boolean calls = reply.round < reply.script.rounds();
        String message = calls
                ? "{\"role\":\"assistant\",\"content\":null,\"tool_calls\":[" + calls(reply, false) + "]}"
                : "{\"role\":\"assistant\",\"content\":\"" + String.join(" ", WORDS) + "\",\"refusal\":null}";
        String body = HEAD.formatted("") + "\"message\":" + message + ",\"logprobs\":null,\"finish_reason\":\""
                + (calls ? "tool_calls" : "stop") + "\"}]," + USAGE + "}";
        return "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: " + body.length()
                + "\r\nx-request-id: req_5521\r\n\r\n" + body;
    }

    private static String calls(Reply reply, boolean indexed) {
        StringBuilder calls = new StringBuilder();
        for (int at = 0; at < reply.script.calls(); at++) {
            calls.append(at == 0 ? "{" : ",{").append(indexed ? "\"index\":" + at + "," : "");
            calls.append("\"id\":\"call_").append(reply.round).append('x').append(at);
            calls.append("\",\"type\":\"function\",\"function\":{\"name\":\"forecast\",\"arguments\":\"");
            calls.append("{\\\"city\\\":\\\"Oslo ")
                    .append(at)
                    .append("\\\",\\\"day\\\":")
                    .append(reply.round);
            calls.append(",\\\"millis\\\":").append(reply.script.toolMillis()).append("}\"}}");
        }
        return calls.toString();
    }

    private static String streamed(Reply reply) {
        StringBuilder stream = new StringBuilder();
        stream.append("HTTP/1.1 200 OK\r\nContent-Type: text/event-stream; charset=utf-8\r\n");
        stream.append("Transfer-Encoding: chunked\r\nx-request-id: req_5521\r\n\r\n");
        append(stream, event("{\"role\":\"assistant\",\"content\":\"\"}", "null"));
        boolean calls = reply.round < reply.script.rounds();
        if (calls) append(stream, event("{\"tool_calls\":[" + calls(reply, true) + "]}", "null"));
        for (int at = 0; !calls && at < reply.script.chunks(); at++) {
            append(stream, event("{\"content\":\"" + WORDS.get(at % WORDS.size()) + " \"}", "null"));
        }
        append(stream, event("{}", calls ? "\"tool_calls\"" : "\"stop\""));
        append(stream, HEAD.formatted(".chunk").replaceFirst("\\{\"index\":0,$", "]," + USAGE + "}"));
        append(stream, "[DONE]");
        return stream.append("0\r\n\r\n").toString();
    }

    private static String event(String delta, String finish) {
        return HEAD.formatted(".chunk") + "\"delta\":" + delta + ",\"logprobs\":null,\"finish_reason\":" + finish
                + "}]}";
    }

    /** Each event in an HTTP chunk of its own, as servers send them. */
    private static void append(StringBuilder stream, String data) {
        String event = "data: " + data + "\n\n";
        stream.append(Integer.toHexString(event.length()))
                .append("\r\n")
                .append(event)
                .append("\r\n");
    }
}
