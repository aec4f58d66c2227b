package dev.spindle.model.openai;

import static dev.spindle.model.openai.OpenAiModelTest.KEY;
import static dev.spindle.model.openai.OpenAiModelTest.QUESTION;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.spindle.http.HttpTransport;
import dev.spindle.http.RawServer;
import dev.spindle.model.ModelException;
import dev.spindle.model.ModelReply;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Wherever a server echoes the key, it is in nothing that comes out of the client. */
@Timeout(60)
class SecretLeakTest {
    private static final HttpTransport TRANSPORT = HttpTransport.create();
    private static final String ESCAPED =
            KEY.chars().mapToObj(c -> String.format("\\u%04x", c)).collect(Collectors.joining());
    private static final String HALF = KEY.substring(0, 12);

    @AfterAll
    static void close() {
        TRANSPORT.close();
    }

    static Stream<Arguments> echoes() {
        return Stream.of(
                raw("status line", "HTTP/1.1 " + KEY + " OK\r\n\r\n"),
                raw("whole status line", KEY + "\r\n\r\n"),
                raw("header line", "HTTP/1.1 200 OK\r\n" + KEY + "\r\n\r\n"),
                raw("chunk size", "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n" + KEY + "\r\n"),
                raw("chunk extension", "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5 " + KEY + "\r\n"),
                raw("content length", "HTTP/1.1 200 OK\r\nContent-Length: " + KEY + "\r\n\r\n"),
                raw("redirect", head("302 Found") + "Location: http://other/" + KEY + "\r\n\r\n"),
                raw("request id", head("400 Bad") + "x-request-id: " + KEY + "\r\n\r\n"),
                body(
                        "400 Bad",
                        "{\"error\":{\"message\":\"no key " + KEY + "\",\"code\":\"" + KEY + "\",\"type\":\"" + KEY
                                + "\"}}"),
                body("400 Bad", "{\"error\":{\"message\":\"" + "x".repeat(1990) + KEY + "\"}}"),
                body("400 Bad", "{\"error\":{\"message\":\"" + "x".repeat(1990) + ESCAPED + "\"}}"),
                body("400 Bad", "{\"error\":\"" + ESCAPED + "\"}"),
                body("400 Bad", "{\"odd\":[\"" + "x".repeat(285) + KEY + "\"]}"),
                body("400 Bad", "{\"odd\":[\"" + ESCAPED + "\"]}"),
                body("401 No", "x".repeat(290) + KEY + " is wrong"),
                body("401 No", "<p>" + "x ".repeat(140) + KEY + "</p>"),
                body("401 No", "x".repeat(64 * 1024 - 8) + KEY),
                body("200 OK", "<html>" + "x".repeat(286) + KEY),
                body("200 OK", "{\"a\":" + KEY),
                body("200 OK", "{\"a\":1, \"error\": \"" + KEY + "\"}"),
                body("200 OK", "{\"" + KEY + "\":1}"),
                body("200 OK", "data: " + "x".repeat(290) + KEY + "\n\ndata: more\n\n"),
                body("200 OK", "event: error\ndata: " + KEY + "\n\n"),
                body("200 OK", choice("\"content\":\"The key is " + KEY + ".\"", "stop")),
                body("200 OK", choice("\"content\":\"The key is " + ESCAPED + ".\"", "stop")),
                body("200 OK", choice("\"content\":\"in a URL: " + percent(KEY) + "\"", "stop")),
                body("200 OK", choice("\"content\":\"x\",\"reasoning\":\"" + KEY + "\"", "stop")),
                body("200 OK", choice("\"refusal\":\"" + KEY + "\"", "stop")),
                body("200 OK", choice("\"content\":\"x\",\"odd\":{\"" + KEY + "\":[\"" + KEY + "\"]}", "stop")),
                body("200 OK", choice("\"content\":\"x\",\"" + KEY + "\":1", "stop")),
                body("200 OK", choice("\"content\":\"x\",\"odd\":\"" + ESCAPED + "\"", "stop")),
                body("200 OK", choice("\"content\":\"x\",\"reasoning_details\":[{\"t\":\"" + KEY + "\"}]", "stop")),
                body("200 OK", choice(call(KEY, KEY, KEY), "tool_calls")),
                body(
                        "200 OK",
                        choice(call("c", "f", "{\\\"a\\\":\\\"" + ESCAPED.replace("\\", "\\\\") + "\\\"}"), "stop")),
                body("200 OK", choice("\"content\":\"x\"", KEY)),
                body("200 OK", choice("\"content\":\"\"", "error\",\"native_finish_reason\":\"" + KEY)),
                body("200 OK", choice("\"content\":\"x\"", "stop").replace("\"m\"", "\"" + KEY + "\"")),
                raw("reason", "HTTP/1.1 401 wrong key " + KEY + "\r\nContent-Length: 0\r\n\r\n"),
                raw("challenge", head("401 No") + "WWW-Authenticate: Bearer " + KEY + "\r\n\r\n"),
                raw("wait", head("429 Wait") + "Retry-After: " + KEY + "\r\n\r\n"),
                raw("encoding", head("200 OK") + "Content-Encoding: " + KEY + "\r\n\r\n"),
                raw("transfer", "HTTP/1.1 200 OK\r\nTransfer-Encoding: " + KEY + "\r\n\r\nx"),
                raw("type", head("200 OK") + "Content-Type: " + KEY + "/" + KEY + "\r\n\r\n"),
                raw("cookie", head("500 Oh") + "Set-Cookie: key=" + KEY + "\r\n\r\n"),
                raw("version", "HTTP/" + KEY + " 200 OK\r\n\r\n"),
                raw("limits", head("429 Wait") + "x-ratelimit-reset-tokens: " + KEY + "\r\n\r\n"),
                body("400 Bad", "{\"error\":{\"message\":\"x\",\"param\":\"" + KEY + "\"}}"),
                body("400 Bad", "{\"error\":{\"metadata\":{\"raw\":\"{\\\"key\\\":\\\"" + KEY + "\\\"}\"}}}"),
                body("400 Bad", "{\"detail\":[{\"loc\":[\"" + KEY + "\"],\"msg\":\"" + KEY + "\"}]}"),
                body("413 Large", "data: {\"error\":{\"message\":\"" + KEY + "\"}}\n\n"),
                body("200 OK", "id: " + KEY + "\nevent: " + KEY + "\ndata: {\n\n"),
                body("200 OK", "retry: " + KEY + "\n" + KEY + "\n\n"),
                body("200 OK", "data: {\"error\":{\"message\":\"" + KEY + "\",\"code\":429}}\n\n"),
                body("200 OK", "data: {\"choices\":[{\"delta\":{\"content\":\"x\"}}]}\n\ndata: " + KEY + "\n\n"),
                body("200 OK", "{\"id\":\"" + KEY + "\",\"choices\":[{\"message\":{\"content\":7}}]}"),
                body("200 OK", choice("\"content\":[{\"type\":\"" + KEY + "\",\"text\":\"" + KEY + "\"}]", "stop")),
                body("200 OK", choice("\"audio\":{\"transcript\":\"" + KEY + "\",\"id\":\"" + KEY + "\"}", "stop")),
                body("200 OK", choice("\"function_call\":{\"name\":\"f\",\"arguments\":\"" + KEY + "\"}", "stop")),
                body("200 OK", events(KEY, 1)),
                body("200 OK", events(KEY, 3)),
                body("200 OK", events(KEY, 7)),
                body("200 OK", events(percent(KEY), 2)),
                body("200 OK", events(base64(KEY), 5)),
                body("200 OK", events("so: " + KEY.substring(0, 9) + KEY, 4)),
                body("200 OK", argumentEvents(KEY, 3)));
    }

    private static Arguments raw(String where, String response) {
        return Arguments.of(where, response);
    }

    private static String head(String status) {
        return "HTTP/1.1 " + status + "\r\nContent-Length: 0\r\n";
    }

    private static Arguments body(String status, String body) {
        String shown = body.length() < 60 ? body : body.substring(0, 60);
        return Arguments.of(shown, "HTTP/1.1 " + status + "\r\nConnection: close\r\n\r\n" + body);
    }

    private static String choice(String message, String finish) {
        return "{\"id\":\"r\",\"model\":\"m\",\"choices\":[{\"message\":{" + message + "},\"finish_reason\":\"" + finish
                + "\"}]}";
    }

    private static String call(String id, String name, String arguments) {
        return "\"tool_calls\":[{\"id\":\"" + id + "\",\"odd\":\"" + id + "\",\"function\":{\"name\":\"" + name
                + "\",\"arguments\":\"" + arguments + "\"}}]";
    }

    private static String percent(String key) {
        return URLEncoder.encode(key, StandardCharsets.UTF_8).replace("-", "%2D");
    }

    private static String base64(String key) {
        return Base64.getEncoder().encodeToString(key.getBytes(StandardCharsets.UTF_8));
    }

    private static String events(String text, int size) {
        StringBuilder events = new StringBuilder();
        for (String field : List.of("content", "reasoning", "refusal")) {
            for (String piece : pieces(text, size)) {
                events.append("data: {\"choices\":[{\"delta\":{\"" + field + "\":\"" + piece + "\"}}]}\n\n");
            }
        }
        return events + "data: {\"choices\":[{\"delta\":{},\"finish_reason\":\"stop\"}]}\n\ndata: [DONE]\n\n";
    }

    private static String argumentEvents(String text, int size) {
        StringBuilder events = new StringBuilder();
        for (String piece : pieces("[\\\"" + text + "\\\"]", size)) {
            if (piece.endsWith("\\")) piece = piece + "\\";
            events.append("data: {\"choices\":[{\"delta\":{\"tool_calls\":[{\"index\":0,\"id\":\"c\",\"function\":"
                    + "{\"name\":\"f\",\"arguments\":\""
                    + piece.replace("\\", "").replace("\"", "\\\"") + "\"}}]}}]}\n\n");
        }
        return events + "data: {\"choices\":[{\"delta\":{},\"finish_reason\":\"tool_calls\"}]}\n\ndata: [DONE]\n\n";
    }

    private static List<String> pieces(String text, int size) {
        List<String> pieces = new ArrayList<>();
        for (int at = 0; at < text.length(); at += size) {
            pieces.add(text.substring(at, Math.min(text.length(), at + size)));
        }
        return pieces;
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("echoes")
    void keyIsInNothingThatComesOut(String where, String response) throws IOException {
        String shown = outcome(response, false) + outcome(response, true);

        assertFalse(shown.contains(KEY), shown);
        assertFalse(shown.contains(HALF), shown);
        assertFalse(shown.contains(ESCAPED), shown);
        assertFalse(shown.contains(percent(KEY)), shown);
        assertFalse(shown.contains(base64(KEY)), shown);
    }

    private static String outcome(String response, boolean listening) throws IOException {
        StringBuilder heard = new StringBuilder();
        try (RawServer server = RawServer.talking((request, out) -> {
            out.write(RawServer.utf8(response));
            out.flush();
            throw new IOException("that is all");
        })) {
            OpenAiModel model = OpenAiModel.builder()
                    .model("asked")
                    .apiKey(KEY)
                    .baseUrl(server.baseUrl())
                    .transport(TRANSPORT)
                    .build();
            ModelReply reply = model.call(listening ? QUESTION.withDeltas(heard::append) : QUESTION);
            return heard + "\n" + reply;
        } catch (ModelException failure) {
            StringWriter trace = new StringWriter();
            failure.printStackTrace(new PrintWriter(trace));
            return heard + "\n" + failure.details() + "\n" + trace;
        }
    }

    @Test
    void whatWasSaidAroundTheKeyStays() throws IOException {
        String response =
                "HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n" + events("It is " + KEY + " said sk-very much", 2);

        String shown = outcome(response, true);

        assertTrue(shown.contains("text=It is [key] said sk-very much"), shown);
    }
}
