package dev.spindle.message;

import dev.spindle.json.Json;
import java.util.List;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/** What of a message costs tokens. */
final class MessageTokens {
    private static final long FRAME = 4;
    private static final long ATTACHMENT = 1_000;
    private static final int QUARTERS = 4;

    private MessageTokens() {}

    static long of(Message message, ToLongFunction<String> count) {
        if (message instanceof AssistantMessage said) return FRAME + ofReply(said, count);
        if (message instanceof UserMessage user) return FRAME + ofParts(user.parts(), count);
        if (message instanceof ToolMessage answer) return FRAME + ofParts(answer.parts(), count);
        return FRAME + count.applyAsLong(message.text());
    }

    private static long ofReply(AssistantMessage said, ToLongFunction<String> count) {
        long tokens = count.applyAsLong(said.text());
        tokens += ofText(said.reasoning(), count) + ofText(said.refusal(), count) + ofFields(said.extra(), count);
        for (ToolCall call : said.toolCalls()) {
            tokens += FRAME + count.applyAsLong(call.name()) + count.applyAsLong(call.arguments());
            tokens += ofFields(call.extra(), count);
        }
        return tokens;
    }

    private static long ofText(@Nullable String text, ToLongFunction<String> count) {
        return text == null ? 0 : count.applyAsLong(text);
    }

    private static long ofFields(Json extra, ToLongFunction<String> count) {
        return extra.equals(Json.EMPTY_OBJECT) ? 0 : count.applyAsLong(extra.text());
    }

    private static long ofParts(List<Part> parts, ToLongFunction<String> count) {
        long tokens = 0;
        for (Part part : parts) tokens += part instanceof Part.Text text ? count.applyAsLong(text.text()) : ATTACHMENT;
        return tokens;
    }

    static long estimate(String text) {
        long quarters = 0;
        for (int at = 0; at < text.length(); at++) quarters += quarters(text.charAt(at));
        return (quarters + QUARTERS - 1) / QUARTERS;
    }

    private static int quarters(char c) {
        if ((c >= 'a' && c <= 'z') || c == ' ') return 1;
        return c < 0x800 ? 2 : QUARTERS;
    }
}
