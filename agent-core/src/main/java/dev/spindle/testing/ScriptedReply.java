package dev.spindle.testing;

import dev.spindle.message.AssistantMessage;
import dev.spindle.message.Cost;
import dev.spindle.message.Spent;
import dev.spindle.message.ToolCall;
import dev.spindle.message.Usage;
import dev.spindle.model.ModelReply;
import dev.spindle.model.ModelReply.Finish;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A reply in the script of a {@link ScriptedModel}: a text or tool calls, and whatever else a model may send. Immutable.
 *
 * <pre>{@code
 * ScriptedReply.call("weather", "{\"city\":\"Oslo\"}").andCall("weather", "{\"city\":\"Rome\"}").withReasoning("Both.")
 * }</pre>
 *
 * <p>Unless told otherwise it used no tokens, cost nothing, and ended for the reason that its content suggests.
 */
public final class ScriptedReply {
    private final AssistantMessage said;
    private final List<Call> calls;
    private final @Nullable Finish finish;
    private final Spent spent;

    private ScriptedReply(AssistantMessage said, List<Call> calls, @Nullable Finish finish, Spent spent) {
        this.said = said;
        this.calls = calls;
        this.finish = finish;
        this.spent = spent;
    }

    /** A reply of text. */
    public static ScriptedReply text(String text) {
        return new ScriptedReply(AssistantMessage.of(text), List.of(), null, Spent.NOTHING);
    }

    /** A reply that calls a tool, with arguments exactly as written, valid or not. */
    public static ScriptedReply call(String tool, String arguments) {
        return text("").andCall(tool, arguments);
    }

    /** This reply and one more call, made at the same time. */
    public ScriptedReply andCall(String tool, String arguments) {
        return and(new Call(null, tool, arguments));
    }

    /** This reply and one more call whose provider's id is given: empty or taken, if need be, as real servers send it. */
    public ScriptedReply andCallWithId(String id, String tool, String arguments) {
        return and(new Call(id, tool, arguments));
    }

    private ScriptedReply and(Call call) {
        List<Call> more = new ArrayList<>(calls);
        more.add(call);
        return new ScriptedReply(said, List.copyOf(more), finish, spent);
    }

    /** This reply with the model's thinking. */
    public ScriptedReply withReasoning(String reasoning) {
        return with(
                new AssistantMessage(said.text(), reasoning, said.refusal(), List.of(), said.origin(), said.extra()));
    }

    /** This reply with the reason why the model declines. */
    public ScriptedReply withRefusal(String refusal) {
        return with(
                new AssistantMessage(said.text(), said.reasoning(), refusal, List.of(), said.origin(), said.extra()));
    }

    private ScriptedReply with(AssistantMessage other) {
        return new ScriptedReply(other, calls, finish, spent);
    }

    /** This reply, ended for another reason: {@link Finish#LENGTH} for one that is cut off. */
    public ScriptedReply withFinish(Finish other) {
        return new ScriptedReply(said, calls, other, spent);
    }

    /** This reply with the tokens that it was billed for. */
    public ScriptedReply withUsage(Usage usage) {
        return new ScriptedReply(said, calls, finish, new Spent(usage, spent.cost()));
    }

    /** This reply with what it cost. */
    public ScriptedReply withCost(Cost cost) {
        return new ScriptedReply(said, calls, finish, new Spent(spent.usage(), cost));
    }

    int callCount() {
        return calls.size();
    }

    /** The whole reply; calls without an id of their own are numbered from the first number on. */
    ModelReply reply(int firstNumber) {
        List<ToolCall> numbered = new ArrayList<>();
        for (Call call : calls) {
            String id = Objects.requireNonNullElse(call.id(), "c" + (firstNumber + numbered.size()));
            numbered.add(ToolCall.of(id, call.tool(), call.arguments()));
        }
        AssistantMessage message = new AssistantMessage(
                said.text(), said.reasoning(), said.refusal(), numbered, said.origin(), said.extra());
        Finish reason = finish != null ? finish : numbered.isEmpty() ? Finish.STOP : Finish.TOOL_CALLS;
        return new ModelReply(message, reason, reason.name().toLowerCase(Locale.ROOT), "", spent, List.of());
    }

    /** What is said and called, for people. */
    @Override
    public String toString() {
        List<String> words = new ArrayList<>();
        if (said.refusal() != null) words.add("refuses: " + said.refusal());
        if (!said.text().isEmpty() || (calls.isEmpty() && words.isEmpty())) words.add("says \"" + said.text() + "\"");
        for (Call call : calls) words.add("calls " + call.tool() + "(" + call.arguments() + ")");
        return String.join(", ", words);
    }

    private record Call(@Nullable String id, String tool, String arguments) {}
}
