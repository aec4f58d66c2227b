package dev.spindle.state;

import dev.spindle.event.CallAssessment;
import dev.spindle.event.Decision;
import dev.spindle.event.Input;
import dev.spindle.event.Limits;
import dev.spindle.event.RunEvent;
import dev.spindle.event.RunEvent.AnswerAssessment;
import dev.spindle.event.RunEvent.Assessed;
import dev.spindle.event.RunEvent.Compacted;
import dev.spindle.event.RunEvent.Opening;
import dev.spindle.event.RunEvent.Recorded;
import dev.spindle.event.RunEvent.Replied;
import dev.spindle.event.RunEvent.Started;
import dev.spindle.event.StopReason;
import dev.spindle.json.Json;
import dev.spindle.message.AssistantMessage;
import dev.spindle.message.CallId;
import dev.spindle.message.Message;
import dev.spindle.message.Spent;
import dev.spindle.message.SystemMessage;
import dev.spindle.message.ToolCall;
import dev.spindle.message.ToolMessage.Outcome;
import dev.spindle.message.Transcript;
import dev.spindle.message.UserMessage;
import dev.spindle.model.ModelReply;
import dev.spindle.model.ModelReply.Finish;
import dev.spindle.state.CallState.Phase;
import dev.spindle.tool.ToolResult;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * What a run's events add up to. Mutable while events are applied, then shared and never touched again: {@link RunState} copies it
 * before it goes on.
 */
final class Fold implements Cloneable {
    final Started started;
    Limits limits;
    long position = 1;

    Transcript transcript;
    int ownFrom;

    @Nullable
    OpenTurn turn;

    List<Message> saidMeanwhile = List.of();

    int turns;
    int toolCalls;
    boolean callsSkipped;
    int repeats;
    private List<ToolCall> lastCalls = List.of();
    int corrections;
    int sentBack;
    Retries retries = Retries.NONE;
    Spent spent = Spent.NOTHING;
    Duration timeSpent = Duration.ZERO;
    Instant lastTime;
    Instant latest;
    boolean expired;

    Digest digest = Digest.NOTHING;
    Fullness fullness;

    @Nullable
    AnswerPlaces answers;

    boolean tainted;
    Map<CallId, ToolResult> shortened = Map.of();

    @Nullable
    AssistantMessage answer;

    @Nullable
    Json output;

    String lastText = "";
    RunEvent.@Nullable Failure failure;

    @Nullable
    StopReason cut;

    String cutDetail = "";

    @Nullable
    String cancelled;

    @Nullable
    StopReason finished;

    Decisions.@Nullable Taken decisions;

    long received;
    long fence;

    private Fold(Started started, Transcript said) {
        this.started = started;
        this.limits = started.terms().limits();
        this.lastTime = started.at().time();
        this.latest = lastTime;
        Opening opening = started.opening();
        this.transcript = said;
        this.ownFrom = transcript.size() - 1;
        this.fullness = Fullness.of(started.terms().room(), transcript.size());
        this.tainted = started.about().tainted() || Fence.isIn(opening.history());
    }

    /** The conversation at its start: instructions, history and question. */
    static Transcript said(Opening opening) {
        return said(head(opening.instructions()), opening);
    }

    private static Transcript said(Transcript head, Opening opening) {
        return head.appendAll(opening.history()).append(opening.input());
    }

    /** What stands before the history. */
    static Transcript head(String instructions) {
        return instructions.isEmpty() ? Transcript.EMPTY : Transcript.EMPTY.append(new SystemMessage(instructions));
    }

    static Fold of(Started started) {
        return new Fold(started, said(started.opening()));
    }

    /** The same behind a head that others have, too. */
    static Fold of(Started started, Transcript head) {
        return new Fold(started, said(head, started.opening()));
    }

    Fold copy() {
        try {
            return (Fold) clone();
        } catch (CloneNotSupportedException impossible) {
            throw new AssertionError(impossible);
        }
    }

    void apply(Recorded event) {
        if (event.at().position() != position) {
            throw new IllegalArgumentException("Event " + event.at().position() + " of run " + started.runId()
                    + " stands where " + position + " should; the journal is damaged");
        }
        position++;
        passTime(event);
        if (event instanceof Replied replied) replied(replied.reply());
        else if (event instanceof Assessed assessed) assessed(assessed);
        else if (event instanceof RunEvent.ToolStarted begun) change(begun.id(), call -> call.in(Phase.STARTED));
        else if (event instanceof RunEvent.ToolFinished ended) finished(ended.id(), ended.result());
        else if (event instanceof RunEvent.ToolSuspended waits)
            change(waits.id(), call -> call.suspended(waits.waiting()));
        else if (event instanceof Compacted less) compacted(less);
        else if (event instanceof RunEvent.AskFailed failed) failed(failed.failure());
        else if (event instanceof RunEvent.Received came) received(came);
        else if (event instanceof RunEvent.Resumed) resumed();
        else if (event instanceof RunEvent.Finished end) finished = end.reason();
        closeTurn();
    }

    private void passTime(Recorded event) {
        Instant now = event.at().time();
        boolean working = !(event instanceof RunEvent.Resumed) && now.isAfter(lastTime);
        if (working) timeSpent = timeSpent.plus(Duration.between(lastTime, now));
        lastTime = now;
        if (now.isAfter(latest)) latest = now;
    }

    private void replied(ModelReply reply) {
        turns++;
        failure = null;
        spent = spent.plus(reply.spentInAll());
        fullness = fullness.reported(reply.spent().usage().inputTokens(), transcript.size());
        AssistantMessage said = reply.message();
        if (!said.text().isEmpty()) lastText = said.text();
        if (reply.finish() == Finish.LENGTH)
            cutOff(StopReason.LENGTH, "the reply was cut off at the model's limit of tokens");
        if (reply.finish() == Finish.CONTENT_FILTER)
            cutOff(StopReason.CONTENT_FILTER, "the provider withheld the reply");
        if (!said.toolCalls().isEmpty()) {
            open(said);
        } else if (cut == null && Slips.saysNothing(said)) {
            saidNothing();
        } else {
            transcript = transcript.append(said);
            if (cut == null) answer = said;
        }
    }

    /** It does not join the transcript, since servers take no message of nothing. */
    private void saidNothing() {
        if (corrections++ < limits.maxCorrections()) transcript = transcript.append(UserMessage.of(Slips.NOTHING));
        else cutOff(StopReason.EMPTY_REPLY, Slips.NOTHING_AGAIN);
    }

    private void cutOff(StopReason reason, String detail) {
        cut = reason;
        cutDetail = detail;
    }

    private void open(AssistantMessage said) {
        repeats = sameCalls(said.toolCalls()) ? repeats + 1 : 1;
        lastCalls = said.toolCalls();
        int most = limits.callsPerReply();
        OpenTurn opened = OpenTurn.of(turns - 1, Slips.withMostCalls(said, most));
        int allowed = Math.max(0, limits.maxToolCalls() - toolCalls);
        if (cut != null) {
            turn = opened.changeAll(call -> call.answered(skipped("Not run: " + cutDetail + ".")));
        } else if (repeats > limits.maxRepeats()) {
            turn = opened.changeAll(call -> call.answered(
                    skipped("Not run: the same calls were made " + limits.maxRepeats() + " times in a row.")));
        } else if (said.toolCalls().size() > most) {
            turn = opened.changeAll(call -> call.answered(skipped(Slips.tooManyCalls(most))));
        } else if (said.toolCalls().size() > allowed) {
            ToolResult left = skipped("Not run: the limit of " + limits.maxToolCalls() + " tool calls is reached.");
            turn = opened.changeAll(call -> call.id().index() < allowed ? call : call.answered(left));
            callsSkipped = true;
            toolCalls += allowed;
        } else {
            turn = opened;
            toolCalls += said.toolCalls().size();
        }
    }

    private static ToolResult skipped(String why) {
        return ToolResult.of(Outcome.SKIPPED, why);
    }

    private boolean sameCalls(List<ToolCall> calls) {
        if (calls.size() != lastCalls.size()) return false;
        for (int at = 0; at < calls.size(); at++) {
            ToolCall call = calls.get(at);
            ToolCall last = lastCalls.get(at);
            if (!call.name().equals(last.name()) || !call.arguments().equals(last.arguments())) return false;
        }
        return true;
    }

    private void assessed(Assessed assessed) {
        for (CallAssessment call : assessed.calls()) {
            if (call.answer() != null) count(call.id(), call.answer());
            change(call.id(), before -> before.assessed(call, assessed.at().position()));
        }
        AnswerAssessment found = assessed.answer();
        if (found == null) return;
        if (found.value() != null) {
            output = found.value();
        } else if (corrections < limits.maxCorrections()) {
            corrections++;
            sentBack++;
            answer = null;
            transcript = transcript.append(UserMessage.of(String.join("\n", found.errors())));
        } else {
            answer = null;
            cutOff(StopReason.INVALID_OUTPUT, String.join("; ", found.errors()));
        }
    }

    private void finished(CallId id, ToolResult result) {
        count(id, result);
        change(id, call -> call.finished(result));
    }

    /** A result counts whether its tool returned it, or found out later that it would have. */
    private void count(CallId id, ToolResult result) {
        spent = spent.plus(result.spent());
        tainted |= result.marks().untrusted();
        String stopping = result.marks().stopping();
        if (stopping != null) cutOff(StopReason.SETUP_FAILED, stopping);
        if (result.marks().whole() != null) keep(id, result);
    }

    private void keep(CallId id, ToolResult whole) {
        Map<CallId, ToolResult> more = new HashMap<>(shortened);
        more.put(id, whole);
        shortened = Map.copyOf(more);
    }

    /** A failure that nothing was done about stays the run's own. */
    private void compacted(Compacted less) {
        spent = spent.plus(less.spent());
        fullness = fullness.compacted(failure != null);
        if (less.changesNothing()) return;
        failure = null;
        int first = first();
        digest = digest.after(less, transcript, first);
        for (RunEvent.ShortResult result : less.results()) {
            CallId call = result.call();
            if (call != null && !shortened.containsKey(call))
                keep(call, whole(transcript.message(first + result.message())));
        }
    }

    /** The place of the first message behind the run's instructions. */
    int first() {
        return started.opening().instructions().isEmpty() ? 0 : 1;
    }

    private static ToolResult whole(Message answer) {
        ToolResult whole = ToolResult.text("").withShare(List.of(), answer.text());
        return Fence.isIn(List.of(answer)) ? whole.asUntrusted() : whole;
    }

    private void failed(RunEvent.Failure failed) {
        failure = failed;
        spent = spent.plus(failed.spent());
        expired |= failed.kind().equals(RunEvent.Failure.EXPIRED);
    }

    private void received(RunEvent.Received came) {
        if (came.posted()) received++;
        Input input = came.input();
        if (input instanceof Input.Said said) said(said.message());
        else if (input instanceof Input.Decided decided) decided(decided.decision(), came);
        else if (input instanceof Input.Cancelled cancel) cancelled = cancel.reason();
        else if (input instanceof Input.Relimited relimited) limits = relimited.limits();
    }

    private void said(UserMessage message) {
        if (turn != null) {
            List<Message> waiting = new ArrayList<>(saidMeanwhile);
            waiting.add(message);
            saidMeanwhile = List.copyOf(waiting);
        } else {
            answer = null;
            output = null;
            transcript = transcript.append(message);
        }
    }

    /** A decision that fits no waiting call changes nothing; one that comes too late lets the call be looked at, and found expired. */
    private void decided(Decision decision, RunEvent.Received came) {
        if (turn == null) return;
        Instant now = decision.asking() == null ? came.at().time() : latest;
        if (came.refusal() != null) {
            refused(decision, came.refusal());
            return;
        }
        turn = turn.changeAll(call -> {
            if (!call.waitsFor(decision, started.runId())) return call;
            return call.isExpired(now) ? call.expired() : call.decided(decision, started.runId());
        });
        decisions = new Decisions.Taken(decision, came.at().position(), decisions);
    }

    private void refused(Decision decision, String why) {
        if (turn == null || Decisions.wasTaken(decisions, decision)) return;
        turn = turn.changeAll(call -> {
            if (!call.holds(decision.path())) return call;
            CallState told = call.refused(decision.path(), why);
            return call.isExpired(latest) ? told.expired() : told;
        });
    }

    private void resumed() {
        fence++;
        failure = null;
        cut = null;
        cancelled = null;
        expired = false;
        fullness = fullness.resumed();
        repeats = 0;
        corrections = 0;
        retries = Retries.NONE;
        if (turn != null) turn = turn.changeAll(CallState::survived);
    }

    /** A tool gave the answer, and the transcript ends with it like with any other. */
    private void answered(AssistantMessage given) {
        answer = given;
        lastText = given.text();
        transcript = transcript.append(given);
    }

    private void change(CallId id, UnaryOperator<CallState> change) {
        OpenTurn changed = turn == null ? null : turn.change(id, change);
        if (changed == null) {
            throw new IllegalArgumentException(
                    "Run " + started.runId() + " has no open call " + id + "; the journal is damaged");
        }
        turn = changed;
    }

    private void closeTurn() {
        if (turn == null || !turn.isAnswered()) return;
        retries = retries.after(turn);
        answers = AnswerPlaces.of(turn, transcript.size() + 1, answers);
        transcript = transcript.appendAll(turn.messages()).appendAll(saidMeanwhile);
        if (saidMeanwhile.isEmpty() && cut == null) turn.answer().ifPresent(this::answered);
        turn = null;
        saidMeanwhile = List.of();
    }
}
