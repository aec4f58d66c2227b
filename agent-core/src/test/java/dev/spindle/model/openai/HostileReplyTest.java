package dev.spindle.model.openai;

import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import dev.spindle.http.HttpTransport;
import dev.spindle.http.WireServer;
import dev.spindle.message.Transcript;
import dev.spindle.message.UserMessage;
import dev.spindle.model.ModelCall;
import dev.spindle.model.ModelException;
import dev.spindle.property.Draw;
import dev.spindle.property.Property;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Whatever a server sends, there is a reply or a typed error, soon, and within little memory. */
class HostileReplyTest {
    private static final String STREAM = "data: {\"id\":\"r\",\"model\":\"m\",\"choices\":[{\"index\":0,\"delta\":"
            + "{\"content\":\"Grüße\",\"reasoning\":\"hm\",\"tool_calls\":[{\"index\":0,\"id\":\"c\",\"function\":"
            + "{\"name\":\"f\",\"arguments\":\"{\\\"a\\\":1}\"}}]}}]}\n\n"
            + "data: {\"choices\":[{\"delta\":{},\"finish_reason\":\"tool_calls\"}],\"usage\":{\"prompt_tokens\":1}}\n\n"
            + "data: [DONE]\n\n";
    private static final ModelCall QUESTION = ModelCall.of(Transcript.of(List.of(UserMessage.of("?"))));

    private static final HttpTransport TRANSPORT = HttpTransport.create();
    private static volatile WireServer.Body body = out -> {};
    private static WireServer server;
    private static OpenAiModel model;

    @BeforeAll
    static void serve() throws IOException {
        server = WireServer.answering(request -> new WireServer.Answer(200, Map.of(), body));
        model = OpenAiModel.builder()
                .model("m")
                .baseUrl(server.baseUrl())
                .transport(TRANSPORT)
                .timeouts(HttpTransport.Timeouts.DEFAULT.withCall(Duration.ofSeconds(10)))
                .build();
    }

    @AfterAll
    static void close() throws IOException {
        server.close();
        TRANSPORT.close();
    }

    @Test
    void damagedStreamsEndInAReplyOrATypedError() {
        Property.forAll(400, HostileReplyTest::damaged, sent -> check(sent.body()));
    }

    /** Bytes, each as a character, and the sizes of the pieces in which they are sent. */
    private record Sent(String octets, List<Integer> sizes) {
        private WireServer.Body body() {
            return WireServer.cut(octets, sizes.stream().mapToInt(size -> size).toArray());
        }
    }

    private static Sent damaged(Draw draw) {
        String octets = new String(STREAM.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
        for (int damages = draw.between(0, 12); damages > 0; damages--) octets = damaged(octets, draw);
        return new Sent(octets, draw.list(20, 20, size -> 1 + size.below(59)));
    }

    private static String damaged(String text, Draw draw) {
        int at = draw.below(text.length() + 1);
        int to = Math.min(text.length(), at + draw.below(30));
        return switch (draw.below(4)) {
            case 0 -> text.substring(0, at) + text.substring(to);
            case 1 -> text.substring(0, at) + text.substring(at, to) + text.substring(at);
            case 2 -> text.substring(0, at) + (char) draw.below(256) + text.substring(at);
            default -> text.substring(0, at);
        };
    }

    @Test
    void deepNestingIsATypedError() {
        check(WireServer.cut("{\"choices\":" + "[".repeat(1_000_000), Integer.MAX_VALUE));
        check(WireServer.cut("data: {\"x\":" + "{\"x\":".repeat(1_000_000) + "\n\n", Integer.MAX_VALUE));
    }

    @Test
    void endlessRepliesAreCutOff() {
        check(endless("x"));
        check(endless("data: {\"choices\":[{\"delta\":{\"content\":\"" + "y".repeat(100_000) + "\"}}]}\n\n"));
        check(endless("data: x\n"));
        check(endless("{\"choices\":[], \"x\": ["));
    }

    private static WireServer.Body endless(String piece) {
        byte[] bytes = piece.repeat(Math.max(1, 64 * 1024 / piece.length())).getBytes(StandardCharsets.UTF_8);
        return out -> {
            while (true) out.write(bytes);
        };
    }

    private static void check(WireServer.Body sent) {
        body = sent;
        assertTimeoutPreemptively(Duration.ofSeconds(20), () -> {
            try {
                model.call(QUESTION.withDeltas(delta -> {}));
            } catch (ModelException typed) {
                // as good as a reply; any other exception fails the test
            }
        });
    }
}
