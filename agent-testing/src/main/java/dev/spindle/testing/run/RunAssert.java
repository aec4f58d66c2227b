package dev.spindle.testing.run;

import dev.spindle.event.StopReason;
import dev.spindle.message.AssistantMessage;
import dev.spindle.message.ToolCall;
import dev.spindle.message.ToolMessage;
import dev.spindle.message.ToolMessage.Outcome;
import dev.spindle.run.RunResult;
import dev.spindle.tool.PendingCall;
import java.math.BigDecimal;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * What can be asserted about how a run went, as one sentence. For any test framework; immutable.
 *
 * <pre>{@code
 * assertThatRun(result).called("plan", "review").inOrder().neverCalled("pay").answered().withoutCorrections().costAtMost("0.02");
 * }</pre>
 *
 * <p>A failure says on one line what was expected, and which calls and which end there were. Calls are those of the whole
 * conversation that the result holds.
 */
public final class RunAssert {
    private static final Set<Outcome> SENT_BACK =
            EnumSet.of(Outcome.UNKNOWN_TOOL, Outcome.INVALID_ARGUMENTS, Outcome.RETRY);

    private final RunResult result;
    private final List<String> named;

    private RunAssert(RunResult result, List<String> named) {
        this.result = result;
        this.named = named;
    }

    static RunAssert of(RunResult result) {
        return new RunAssert(result, List.of());
    }

    /** The model called each of these tools, which did what it was called for at least once. */
    public RunAssert called(String... tools) {
        for (String tool : tools) {
            check(ranCalls().contains(tool), "expected a call of " + tool + " that went well");
        }
        return new RunAssert(result, List.of(tools));
    }

    /** Those named last were called in the order in which they were named; others may stand between them. */
    public RunAssert inOrder() {
        int next = 0;
        for (String call : calls()) {
            if (next < named.size() && named.get(next).equals(call)) next++;
        }
        check(next == named.size(), "expected calls in the order " + named);
        return this;
    }

    /** A tool was called so often. */
    public RunAssert called(String tool, int times) {
        long count = calls().stream().filter(tool::equals).count();
        check(count == times, "expected " + times + " calls of " + tool + ", not " + count);
        return new RunAssert(result, List.of(tool));
    }

    /** The model called none of these tools, not even in vain. */
    public RunAssert neverCalled(String... tools) {
        for (String tool : tools) check(!calls().contains(tool), "expected no call of " + tool);
        return this;
    }

    /** The model called no tool at all. */
    public RunAssert calledNothing() {
        check(calls().isEmpty(), "expected no call");
        return this;
    }

    /** The run has an answer. */
    public RunAssert answered() {
        return stopped(StopReason.ANSWERED);
    }

    /** The run has an answer in which this stands. */
    public RunAssert answeredWith(String words) {
        answered();
        check(result.text().contains(words), "expected an answer with '" + words + "'");
        return this;
    }

    /** The run ended or stopped for this reason. */
    public RunAssert stopped(StopReason reason) {
        check(result.stopReason() == reason, "expected " + reason);
        return this;
    }

    /** The run waits for a person to decide about calls of exactly these tools, in this order. */
    public RunAssert waitsFor(String... tools) {
        List<String> waiting =
                result.awaitingApproval().stream().map(PendingCall::tool).toList();
        check(waiting.equals(List.of(tools)), "expected to wait for " + List.of(tools) + ", not for " + waiting);
        return this;
    }

    /** Nothing that the model wrote was sent back to it: each tool was known, all arguments fitted, and so did the answer. */
    public RunAssert withoutCorrections() {
        List<String> slips = toolMessages().stream()
                .filter(message -> SENT_BACK.contains(message.outcome()))
                .map(message -> message.name() + " " + message.outcome())
                .toList();
        check(slips.isEmpty(), "expected no corrections, not " + slips);
        check(
                result.work().corrections() == 0,
                "expected an answer that fits at once, not after "
                        + result.work().corrections() + " corrections");
        return this;
    }

    /** The run cost no more than this, in US dollars; a cost that is not wholly known fails. */
    public RunAssert costAtMost(String usd) {
        BigDecimal most = new BigDecimal(usd);
        BigDecimal cost = result.cost().usd();
        check(
                result.cost().complete() && cost.compareTo(most) <= 0,
                "expected to cost at most " + usd + " USD, not " + result.cost());
        return this;
    }

    /** The run read and wrote no more tokens than this. */
    public RunAssert tokensAtMost(long tokens) {
        long used = result.usage().totalTokens();
        check(used <= tokens, "expected at most " + tokens + " tokens, not " + used);
        return this;
    }

    /** The model was asked no more often than this, failures not counted. */
    public RunAssert turnsAtMost(int turns) {
        int taken = result.work().turns();
        check(taken <= turns, "expected at most " + turns + " turns, not " + taken);
        return this;
    }

    private void check(boolean holds, String expected) {
        if (!holds) throw new AssertionError("Run " + result.runId() + ": " + expected + "; " + whatHappened());
    }

    private String whatHappened() {
        String end = result.detail().isEmpty() ? "" : " (" + result.detail() + ")";
        return "it called " + calls() + " and ended with " + result.stopReason() + end;
    }

    /** Names of all tools that the model called, in order, in vain or not. */
    private List<String> calls() {
        return result.transcript().messages().stream()
                .filter(AssistantMessage.class::isInstance)
                .flatMap(message -> ((AssistantMessage) message).toolCalls().stream())
                .map(ToolCall::name)
                .toList();
    }

    private List<String> ranCalls() {
        return toolMessages().stream()
                .filter(message -> message.outcome() == Outcome.OK)
                .map(ToolMessage::name)
                .toList();
    }

    private List<ToolMessage> toolMessages() {
        return result.transcript().messages().stream()
                .filter(ToolMessage.class::isInstance)
                .map(ToolMessage.class::cast)
                .toList();
    }
}
