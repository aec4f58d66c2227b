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

/** A reply with tool calls, until each has its answer; only then does it join the transcript, all at once. */
record OpenTurn(AssistantMessage said, List<CallState> calls) {
    OpenTurn {
        calls = List.copyOf(calls);
    }

    static OpenTurn of(int turn, AssistantMessage said) {
        List<CallState> calls = new ArrayList<>();
        for (ToolCall call : said.toolCalls()) calls.add(CallState.written(new CallId(turn, calls.size()), call));
        return new OpenTurn(said, calls);
    }

    Optional<CallState> find(CallId id) {
        for (CallState call : calls) {
            if (call.id().equals(id)) return Optional.of(call);
        }
        return Optional.empty();
    }

    OpenTurn change(CallId id, UnaryOperator<CallState> change) {
        return changeAll(call -> call.id().equals(id) ? change.apply(call) : call);
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

    List<CallId> in(Phase... phases) {
        List<Phase> wanted = List.of(phases);
        List<CallId> found = new ArrayList<>(calls.size());
        for (CallState call : calls) {
            if (wanted.contains(call.phase())) found.add(call.id());
        }
        return found;
    }

    /** The calls that may run now: all that are ready, where a sequential one waits for those before it and runs alone. */
    List<CallId> batch() {
        List<CallId> batch = new ArrayList<>();
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
