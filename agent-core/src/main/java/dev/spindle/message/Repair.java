package dev.spindle.message;

import dev.spindle.message.ToolMessage.Outcome;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/*
 * One pass from front to back. Every message of the model opens its calls; every answer closes one. Open calls lie on stacks by id,
 * and by id and name, so that finding the nearest is O(1) however damaged the history is; a call that was closed through one stack is
 * skipped on the other. A message whose answers stand right behind it, in order, is taken as it is: that makes mending idempotent,
 * since a mended history consists of nothing else.
 */
/** Mends a history that came from outside, so that it can be sent: a pure function, and mending twice changes nothing more. */
final class Repair {
    private final List<Message> history;
    private final List<Said> said = new ArrayList<>();
    private final Map<Address, Deque<OpenCall>> open = new HashMap<>();

    private Repair(List<Message> history) {
        this.history = history;
    }

    static Transcript repaired(List<? extends Message> history) {
        return new Repair(List.copyOf(history)).repaired();
    }

    private Transcript repaired() {
        for (int at = 0; at < history.size(); at++) {
            Message message = history.get(at);
            if (message instanceof ToolMessage answer) place(answer);
            else at += read(message, at);
        }
        Transcript transcript = Transcript.EMPTY;
        for (Said one : said) transcript = transcript.append(one.message).appendAll(one.answers());
        return transcript;
    }

    /** Takes a message that is no answer, and returns how many answers behind it were taken with it. */
    private int read(Message message, int at) {
        List<ToolCall> calls = message instanceof AssistantMessage by ? by.toolCalls() : List.of();
        Said one = new Said(message, calls, new ToolMessage[calls.size()]);
        said.add(one);
        if (isInOrder(calls, at + 1)) {
            for (int index = 0; index < calls.size(); index++) {
                one.answers[index] = (ToolMessage) history.get(at + 1 + index);
            }
            return calls.size();
        }
        // Backwards, so that the first call of the message lies on top.
        for (int index = calls.size() - 1; index >= 0; index--) open(new OpenCall(one, index));
        return 0;
    }

    private boolean isInOrder(List<ToolCall> calls, int from) {
        if (from + calls.size() > history.size()) return false;
        for (int index = 0; index < calls.size(); index++) {
            boolean answered = history.get(from + index) instanceof ToolMessage answer
                    && answer.callId().equals(calls.get(index).id());
            if (!answered) return false;
        }
        return true;
    }

    private void open(OpenCall call) {
        String id = call.call().id();
        stack(new Address(id, call.call().name())).push(call);
        stack(new Address(id, "")).push(call);
    }

    private Deque<OpenCall> stack(Address address) {
        return open.computeIfAbsent(address, unused -> new ArrayDeque<>());
    }

    private void place(ToolMessage answer) {
        Deque<OpenCall> candidates = open.get(new Address(answer.callId(), answer.name()));
        while (candidates != null && !candidates.isEmpty()) {
            OpenCall nearest = candidates.pop();
            if (nearest.isAnswered()) continue;
            nearest.answer(answer);
            return;
        }
    }

    /** By what an answer finds its call; the name is empty where an answer does not say it. */
    private record Address(String id, String name) {}

    /** A call of a message. */
    private record OpenCall(Said said, int index) {
        private ToolCall call() {
            return said.calls.get(index);
        }

        private boolean isAnswered() {
            return said.answers[index] != null;
        }

        private void answer(ToolMessage answer) {
            said.answers[index] = answer;
        }
    }

    /** A message that is no answer, and the answers found for its calls so far. */
    private static final class Said {
        private final Message message;
        private final List<ToolCall> calls;
        private final @Nullable ToolMessage[] answers;

        private Said(Message message, List<ToolCall> calls, @Nullable ToolMessage[] answers) {
            this.message = message;
            this.calls = calls;
            this.answers = answers;
        }

        private List<ToolMessage> answers() {
            List<ToolMessage> all = new ArrayList<>(calls.size());
            for (int index = 0; index < calls.size(); index++) {
                ToolMessage answer = answers[index];
                all.add(answer != null ? answer : interrupted(calls.get(index)));
            }
            return all;
        }

        private static ToolMessage interrupted(ToolCall call) {
            String text = "Interrupted: this call has no recorded result, and may or may not have taken effect.";
            return new ToolMessage(call.id(), call.name(), Outcome.IN_DOUBT, List.of(new Part.Text(text)));
        }
    }
}
