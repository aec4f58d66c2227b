package dev.spindle.model.openai;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.spindle.context.RunContext;
import dev.spindle.fuzz.Budget;
import dev.spindle.json.Json;
import dev.spindle.json.JsonException;
import dev.spindle.model.ModelCall;
import dev.spindle.model.ModelException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/** A request that a gateway was sent: understood or rejected, and what was understood is written so that it reads the same. */
public final class ChatRequestFuzz {
    private ChatRequestFuzz() {}

    /** Reads the bytes as a request. */
    public static void fuzzerTestOneInput(byte[] data) throws Exception {
        String text = new String(data, StandardCharsets.UTF_8);
        Budget.hold(() -> {
            try {
                ChatRequest request = ChatRequest.parse(Json.parse(text));
                ChatRequest once = writtenAndRead(request);
                ChatRequest twice = writtenAndRead(once);
                assertEquals(request.messages().size(), once.messages().size());
                assertEquals(once.messages(), twice.messages());
                assertEquals(once.tools(), twice.tools());
            } catch (JsonException | ModelException.Rejected declared) {
                assertFalse(declared.getMessage().isBlank());
            }
        });
    }

    private static ChatRequest writtenAndRead(ChatRequest request) throws IOException {
        ModelCall call = request.call(delta -> {}, RunContext.of("r"));
        new RequestCheck().check(request.model(), call);
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        for (byte[] piece : new RequestWriter(Dialect.COMMON).write(request.model(), call)) body.write(piece);
        String written = body.toString(StandardCharsets.UTF_8);
        try {
            return ChatRequest.parse(Json.parse(written));
        } catch (RuntimeException unread) {
            throw new AssertionError("written, it is no request: " + written, unread);
        }
    }
}
