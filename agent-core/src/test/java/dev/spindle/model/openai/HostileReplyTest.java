package dev.spindle.model.openai;

import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import dev.spindle.http.HttpTimeouts;
import dev.spindle.http.HttpTransport;
import dev.spindle.http.WireServer;
import dev.spindle.message.Transcript;
import dev.spindle.message.UserMessage;
import dev.spindle.model.ModelCall;
import dev.spindle.model.ModelException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;

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

    @BeforeContainer
    static void serve() throws IOException {
        server = WireServer.answering(request -> new WireServer.Answer(200, Map.of(), body));
        model = OpenAiModel.builder()
                .model("m")
                .baseUrl(server.baseUrl())
                .transport(TRANSPORT)
                .timeouts(HttpTimeouts.DEFAULT.withCall(Duration.ofSeconds(10)))
                .build();
    }

    @AfterContainer
    static void close() throws IOException {
        server.close();
        TRANSPORT.close();
    }

    @Property(tries = 400)
    void damagedStreamsEndInAReplyOrATypedError(@ForAll long seed, @ForAll @IntRange(max = 12) int damages) {
        Random random = new Random(seed);
        byte[] bytes = STREAM.getBytes(StandardCharsets.UTF_8);
        for (int damage = 0; damage < damages; damage++) bytes = damaged(bytes, random);
        int[] sizes = random.ints(20, 1, 60).toArray();

        check(WireServer.cut(new String(bytes, StandardCharsets.ISO_8859_1), sizes));
    }

    private static byte[] damaged(byte[] bytes, Random random) {
        String text = new String(bytes, StandardCharsets.ISO_8859_1);
        int at = random.nextInt(text.length() + 1);
        int to = Math.min(text.length(), at + random.nextInt(30));
        String damaged = switch (random.nextInt(4)) {
            case 0 -> text.substring(0, at) + text.substring(to);
            case 1 -> text.substring(0, at) + text.substring(at, to) + text.substring(at);
            case 2 -> text.substring(0, at) + (char) random.nextInt(256) + text.substring(at);
            default -> text.substring(0, at);
        };
        return damaged.getBytes(StandardCharsets.ISO_8859_1);
    }

    @Example
    void deepNestingIsATypedError() {
        check(WireServer.cut("{\"choices\":" + "[".repeat(1_000_000), Integer.MAX_VALUE));
        check(WireServer.cut("data: {\"x\":" + "{\"x\":".repeat(1_000_000) + "\n\n", Integer.MAX_VALUE));
    }

    @Example
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
