package dev.spindle.testing;

import dev.spindle.json.Json;
import dev.spindle.message.AssistantMessage;
import dev.spindle.message.Cost;
import dev.spindle.message.Message;
import dev.spindle.message.Spent;
import dev.spindle.message.ToolCall;
import dev.spindle.message.ToolMessage;
import dev.spindle.message.Usage;
import dev.spindle.message.UserMessage;
import dev.spindle.model.Model;
import dev.spindle.model.ModelCall;
import dev.spindle.model.ModelCall.OutputSchema;
import dev.spindle.model.ModelReply;
import dev.spindle.model.ModelReply.Finish;
import dev.spindle.testing.OfflineAnswer.Made;
import dev.spindle.testing.ToolPick.Candidate;
import dev.spindle.tool.ToolSpec;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/**
 * A stand-in for a model that follows plain rules: not a language model, and it says so where it declines.
 *
 * <p>It picks the tool whose words are most like the request's, fills required arguments with what the request mentions, and answers
 * with sentences of the results, word for word, behind which it cites the passage as {@code [7]} where the result numbers its
 * passages so. It makes at most {@value #MOST_CALLS} calls for a request and none twice. What the results do not answer it
 * declines. It understands nothing: no synonyms but a few, no reasoning, no language but English, only the newest message.
 *
 * <p>For demonstrations without a key and for tests of whole programs: the same question always gets the same answer, without a
 * network, in time that grows with the length of what is read. Its tokens are words between white space, and cost nothing.
 * Thread-safe.
 */
public final class OfflineModel implements Model {
    private static final int MOST_CALLS = 4;

    /** Creates it. There is nothing to set. */
    public OfflineModel() {}

    @Override
    public String id() {
        return "offline";
    }

    /** It costs nothing. */
    @Override
    public Cost cost(Usage usage) {
        return Cost.ZERO;
    }

    /**
     * Calls a tool, or answers.
     *
     * @throws dev.spindle.context.Cancellation.CancelledException if the call was cancelled
     */
    @Override
    public ModelReply call(ModelCall call) {
        call.context().cancellation().check();
        AssistantMessage message = say(call);
        Pieces.of(message, call);
        boolean calling = !message.toolCalls().isEmpty();
        Spent spent = new Spent(usage(call, message), Cost.ZERO);
        return new ModelReply(
                message,
                calling ? Finish.TOOL_CALLS : Finish.STOP,
                calling ? "tool_calls" : "stop",
                id(),
                spent,
                List.of());
    }

    private static AssistantMessage say(ModelCall call) {
        List<Message> messages = call.messages().messages();
        int asked = newestRequest(messages);
        Request request = Request.of(asked < 0 ? "" : messages.get(asked).text());
        List<Made> made = made(messages.subList(asked + 1, messages.size()), call.tools());
        OfflineAnswer answer = new OfflineAnswer(request, made);
        Optional<Candidate> next =
                answer.isEnough() ? Optional.empty() : next(ToolPick.candidates(call, request), made);
        if (next.isPresent()) {
            ToolCall written = ToolCall.of(
                    "offline-" + messages.size(), next.get().tool(), next.get().arguments());
            return AssistantMessage.calling(List.of(written));
        }
        OutputSchema output = call.output();
        return output == null ? AssistantMessage.of(answer.text()) : structured(output.schema(), answer);
    }

    private static int newestRequest(List<Message> messages) {
        int at = messages.size() - 1;
        while (at >= 0 && !(messages.get(at) instanceof UserMessage)) at--;
        return at;
    }

    /** The calls since the request; an answer stands behind its call, in the same order. */
    private static List<Made> made(List<Message> messages, List<ToolSpec> tools) {
        List<Made> made = new ArrayList<>();
        Deque<ToolCall> open = new ArrayDeque<>();
        for (Message message : messages) {
            if (message instanceof AssistantMessage said) open.addAll(said.toolCalls());
            if (message instanceof ToolMessage answer) {
                ToolCall written = open.remove();
                made.add(new Made(
                        written.name(), written.arguments(), answer, ToolPick.isLookup(written.name(), tools)));
            }
        }
        return made;
    }

    /** The best call that was not made yet. When one did not end well, people shall hear of it before anything else is tried. */
    private static Optional<Candidate> next(List<Candidate> candidates, List<Made> made) {
        if (made.size() >= MOST_CALLS || !made.stream().allMatch(Made::isOk)) return Optional.empty();
        return candidates.stream()
                .filter(candidate -> made.stream().noneMatch(call -> isSame(call, candidate)))
                .findFirst();
    }

    private static boolean isSame(Made call, Candidate candidate) {
        return call.tool().equals(candidate.tool()) && call.arguments().equals(candidate.arguments());
    }

    private static AssistantMessage structured(Json schema, OfflineAnswer answer) {
        Optional<Json> filled = answer.fill(schema);
        if (filled.isPresent()) return AssistantMessage.of(filled.get().text());
        String why = "I cannot fill the required form from what I read. " + OfflineAnswer.DISCLAIMER;
        return new AssistantMessage("", null, why, List.of(), "", Json.EMPTY_OBJECT);
    }

    private static Usage usage(ModelCall call, AssistantMessage reply) {
        long read = 0;
        for (Message message : call.messages().messages()) read += words(message);
        return Usage.of(read, words(reply));
    }

    private static long words(Message message) {
        long words = Words.count(message.text());
        if (!(message instanceof AssistantMessage said)) return words;
        for (ToolCall call : said.toolCalls()) words += 1 + Words.count(call.arguments());
        return words + (said.refusal() == null ? 0 : Words.count(said.refusal()));
    }
}
