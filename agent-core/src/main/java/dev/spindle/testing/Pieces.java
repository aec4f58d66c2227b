package dev.spindle.testing;

import dev.spindle.message.AssistantMessage;
import dev.spindle.message.ToolCall;
import dev.spindle.model.Delta;
import dev.spindle.model.ModelCall;
import java.util.List;
import java.util.function.Function;

/** Streams a message that is known as a whole: its words one by one, always cut at the same places. */
final class Pieces {
    private static final int LONGEST = 16;

    private Pieces() {}

    /** Reasoning, text and arguments, in this order, if somebody listens. */
    static void of(AssistantMessage message, ModelCall call) {
        if (!call.streaming()) return;
        if (message.reasoning() != null) cut(message.reasoning(), Delta.Reasoning::new, call);
        cut(message.text(), Delta.Text::new, call);
        for (int index = 0; index < message.toolCalls().size(); index++) arguments(index, message.toolCalls(), call);
    }

    private static void arguments(int index, List<ToolCall> calls, ModelCall call) {
        ToolCall written = calls.get(index);
        Function<String, Delta> delta = piece -> new Delta.ArgumentsPiece(index, written.name(), piece);
        // A call is announced even if nothing is written for it.
        if (written.arguments().isEmpty()) send(delta.apply(""), call);
        cut(written.arguments(), delta, call);
    }

    private static void cut(String text, Function<String, Delta> delta, ModelCall call) {
        for (int from = 0; from < text.length(); ) {
            int to = end(text, from);
            send(delta.apply(text.substring(from, to)), call);
            from = to;
        }
    }

    /** Behind the next space, or where the piece is long enough; never between the halves of one character. */
    private static int end(String text, int from) {
        int end = from;
        while (end < text.length() && end - from < LONGEST) {
            int character = text.codePointAt(end);
            end += Character.charCount(character);
            if (Character.isWhitespace(character)) break;
        }
        return end;
    }

    private static void send(Delta delta, ModelCall call) {
        call.context().cancellation().check();
        call.deltas().accept(delta);
    }
}
