package dev.spindle.state;

import dev.spindle.message.AssistantMessage;
import dev.spindle.message.CallId;
import dev.spindle.message.Message;
import dev.spindle.message.ToolCall;
import dev.spindle.message.ToolMessage.Outcome;
import dev.spindle.state.CallState.Phase;
import dev.spindle.tool.ToolResult;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** A reply with tool calls, until each has its answer; only then does it join the transcript, all at once. */
record OpenTurn(AssistantMessage said, List<CallState> calls) {
    OpenTurn {
        calls = List.copyOf(calls);
    }

    static OpenTurn of(int turn, AssistantMessage said) {
        List<CallState> calls = new ArrayList<>(said.toolCalls().size());
        for (ToolCall call : said.toolCalls()) calls.add(CallState.written(new CallId(turn, calls.size()), call));
        return new OpenTurn(said, calls);
    }

    /** Null if there is no such call. */
    @Nullable
    CallState find(CallId id) {
        int place = place(id);
        return place < 0 ? null : calls.get(place);
    }

    /** The turn with another state of one call; null if there is no such call. */
    @Nullable
    OpenTurn change(CallId id, UnaryOperator<CallState> change) {
        int place = place(id);
        if (place < 0) return null;
        CallState changed = change.apply(calls.get(place));
        if (calls.size() == 1) return new OpenTurn(said, List.of(changed));
        List<CallState> all = new ArrayList<>(calls);
        all.set(place, changed);
        return new OpenTurn(said, all);
    }

    private int place(CallId id) {
        for (int place = 0; place < calls.size(); place++) {
            if (calls.get(place).id().equals(id)) return place;
        }
        return -1;
    }

    OpenTurn changeAll(UnaryOperator<CallState> change) {
        List<CallState> changed = new ArrayList<>(calls.size());
        for (CallState call : calls) changed.add(change.apply(call));
        return new OpenTurn(said, changed);
    }

    boolean isAnswered() {
        for (CallState call : calls) {
            if (call.phase() != Phase.ANSWERED) return false;
        }
        return true;
    }

    /** The calls that are to be looked at before anything runs. */
    List<CallId> unseen() {
        List<CallId> unseen = new ArrayList<>(0);
        for (CallState call : calls) {
            if (call.phase() == Phase.WRITTEN || call.phase() == Phase.CUT_SHORT) unseen.add(call.id());
        }
        return unseen;
    }

    /** The calls that may run now: all that are ready, where a sequential one waits for those before it and runs alone. */
    List<CallId> batch() {
        List<CallId> batch = new ArrayList<>(calls.size());
        boolean allBeforeAnswered = true;
        for (CallState call : calls) {
            if (call.phase() == Phase.ANSWERED) continue;
            if (call.isSequential()) {
                if (allBeforeAnswered && call.phase() == Phase.READY) return List.of(call.id());
                return batch;
            }
            if (call.phase() == Phase.READY) batch.add(call.id());
            allBeforeAnswered = false;
        }
        return batch;
    }

    /** The results that are the run's answer, in call order; empty if the model is to go on. */
    Optional<AssistantMessage> answer() {
        List<String> answers = new ArrayList<>(0);
        for (CallState call : calls) {
            ToolResult result = call.answer();
            if (result != null && result.marks().answering() && result.outcome() == Outcome.OK)
                answers.add(result.text());
        }
        return answers.isEmpty() ? Optional.empty() : Optional.of(AssistantMessage.of(String.join("\n", answers)));
    }

    /** The reply and its answers in call order, open calls answered by the given function. */
    List<Message> messages(Function<CallState, ToolResult> unanswered) {
        List<Message> messages = new ArrayList<>(calls.size() + 1);
        messages.add(said);
        for (CallState call : calls) {
            ToolResult answer = call.phase() == Phase.ANSWERED ? call.answer() : null;
            messages.add(call.message(answer != null ? answer : unanswered.apply(call)));
        }
        return messages;
    }

    List<Message> messages() {
        return messages(call -> Objects.requireNonNull(call.answer(), "every call is answered"));
    }
}
