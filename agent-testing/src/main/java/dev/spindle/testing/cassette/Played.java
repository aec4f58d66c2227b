package dev.spindle.testing.cassette;

import dev.spindle.message.AssistantMessage;
import dev.spindle.message.ToolCall;
import dev.spindle.model.Delta;
import dev.spindle.model.ModelCall;
import dev.spindle.model.ModelReply;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What came of a call.
 *
 * @param pieces as they came; empty if nobody listened, or if a mask goes through them
 * @param reply null if there is a failure
 * @param failure null if there is a reply
 */
record Played(
        List<Delta> pieces,
        @Nullable ModelReply reply,
        @Nullable RecordedFailure failure) {
    Played {
        pieces = List.copyOf(pieces);
    }

    /** Lets it happen again. */
    ModelReply play(ModelCall call) {
        if (call.streaming()) {
            for (Delta piece : pieces.isEmpty() ? whole() : pieces) {
                call.context().cancellation().check();
                call.deltas().accept(piece);
            }
        }
        if (failure != null) throw failure.exception();
        return Objects.requireNonNull(reply, "a call has a reply or a failure");
    }

    private List<Delta> whole() {
        List<Delta> whole = new ArrayList<>();
        if (reply == null) return whole;
        AssistantMessage said = reply.message();
        if (said.reasoning() != null && !said.reasoning().isEmpty()) whole.add(new Delta.Reasoning(said.reasoning()));
        if (!said.text().isEmpty()) whole.add(new Delta.Text(said.text()));
        for (ToolCall call : said.toolCalls()) {
            whole.add(new Delta.ArgumentsPiece(said.toolCalls().indexOf(call), call.name(), call.arguments()));
        }
        return whole;
    }

    /** The same without its pieces if something in them is to be masked, which may lie across two of them. */
    Played safeFrom(Masks masks) {
        StringBuilder said = new StringBuilder();
        for (Delta piece : pieces) said.append(text(piece));
        return masks.find(said.toString()) ? new Played(List.of(), reply, failure) : this;
    }

    private static String text(Delta piece) {
        if (piece instanceof Delta.Text more) return more.text();
        if (piece instanceof Delta.Reasoning more) return more.text();
        return piece instanceof Delta.ArgumentsPiece more ? more.piece() : "";
    }
}
