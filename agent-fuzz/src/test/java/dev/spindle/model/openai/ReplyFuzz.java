package dev.spindle.model.openai;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.spindle.context.Cancellation;
import dev.spindle.fuzz.Budget;
import dev.spindle.http.HttpEndpoint;
import dev.spindle.http.HttpTransport;
import dev.spindle.http.Replies;
import dev.spindle.json.Json;
import dev.spindle.message.AssistantMessage;
import dev.spindle.message.Message;
import dev.spindle.message.Transcript;
import dev.spindle.message.UserMessage;
import dev.spindle.model.ModelCall;
import dev.spindle.model.ModelException;
import dev.spindle.model.ModelReply;
import dev.spindle.model.Pricing;
import java.io.ByteArrayOutputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** A reply of a server, whole or streamed: read or refused, and what was read can be kept and sent back. */
public final class ReplyFuzz {
    private static final List<Dialect> DIALECTS =
            List.of(Dialect.COMMON, Dialect.OPENAI, Dialect.COMMON.with(Dialect.Feature.THINK_TAGS));
    private static final Secrets SECRETS = Secrets.of(List.of("sk-secret"));
    private static final Failures FAILURES = new Failures(
            new Settings(
                    "m",
                    new Settings.Server(URI.create("http://127.0.0.1/v1"), Map.of(), SECRETS, SECRETS, null),
                    Dialect.COMMON,
                    Pricing.STANDARD,
                    HttpTransport.Timeouts.DEFAULT,
                    HttpTransport.create()),
            "/chat/completions");

    private ReplyFuzz() {}

    /** The first byte chooses the dialect and the status, the others are the body. */
    public static void fuzzerTestOneInput(byte[] data) throws Exception {
        if (data.length == 0) return;
        Dialect dialect = DIALECTS.get(Math.floorMod(data[0] - '0', DIALECTS.size()));
        int status = data[0] < '0' ? 500 : 200;
        byte[] body = Arrays.copyOfRange(data, 1, data.length);
        Budget.hold(() -> {
            try (HttpEndpoint.Reply reply = Replies.of(status, body)) {
                if (status != 200) throw FAILURES.ofStatus(reply);
                ModelReply said = reader(dialect, reply).read();
                checkKept(said.message());
                checkSentBack(dialect, said.message());
            } catch (ModelException typed) {
                assertFalse(typed.getMessage().isBlank());
            }
        });
    }

    private static ReplyReader reader(Dialect dialect, HttpEndpoint.Reply reply) {
        return new ReplyReader(
                reply,
                new ReplyReader.House(HttpTransport.Timeouts.DEFAULT, FAILURES, new BodyMemory()),
                new ReplyReader.Prices(Pricing.STANDARD, "m"),
                new ReplyAssembler(dialect, delta -> {}, SECRETS),
                Watch.begin(Cancellation.create(), Duration.ZERO));
    }

    private static void checkKept(AssistantMessage message) {
        String kept = Json.of(message, Message.class).wellFormed().text();

        assertEquals(message, Json.parse(kept).to(Message.class));
    }

    private static void checkSentBack(Dialect dialect, AssistantMessage message) throws Exception {
        ModelCall call = ModelCall.of(Transcript.repaired(List.of(UserMessage.of("?"), message, UserMessage.of("!"))));
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        for (byte[] piece : new RequestWriter(dialect).write("m", call)) body.write(piece);
        ChatRequest.parse(Json.parse(body.toString(StandardCharsets.UTF_8)));
    }
}
