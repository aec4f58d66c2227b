package dev.spindle.state;

import dev.spindle.event.Decision;
import dev.spindle.event.Limits;
import dev.spindle.event.RunEvent;
import dev.spindle.event.RunEvent.Opening;
import dev.spindle.event.RunEvent.Recorded;
import dev.spindle.event.RunEvent.Started;
import dev.spindle.event.StopReason;
import dev.spindle.json.Json;
import dev.spindle.message.AssistantMessage;
import dev.spindle.message.CallId;
import dev.spindle.message.Message;
import dev.spindle.message.Spent;
import dev.spindle.message.ToolMessage.Outcome;
import dev.spindle.message.Transcript;
import dev.spindle.model.ModelException;
import dev.spindle.tool.PendingCall;
import dev.spindle.tool.ToolResult;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/*
 * The state is the fold of the recorded events, and what to do next is a pure function of it: no clock, no registry, no
 * predicate is asked here. What those said is in the events.
 *
 * A reply without calls joins the transcript at once. A reply with calls is an open turn until every call has its answer, then
 * reply and answers join together, so that the transcript is whole at any instant. Words from outside that arrive meanwhile wait
 * until the turn is closed.
 */
/** How far a run is: everything that its recorded events say. Immutable; a distributed engine can drive it as {@code RunLoop} does. */
public final class RunState {
    private final Fold fold;

    private RunState(Fold fold) {
        this.fold = fold;
    }

    /**
     * The state after all events of a run.
     *
     * @throws IllegalArgumentException if the first is not {@link Started}, or an event does not follow from those before it
     */
    public static RunState of(List<Recorded> events) {
        if (events.isEmpty() || !(events.get(0) instanceof Started started)) {
            throw new IllegalArgumentException("The first event of a run is Started, not "
                    + (events.isEmpty() ? "nothing" : events.get(0).getClass().getSimpleName()));
        }
        return new RunState(Fold.of(started)).after(events.subList(1, events.size()));
    }

    /** The state of a new run whose instructions others have, too, encoded in a head that they share. */
    public static RunState begun(Started started, Transcript head) {
        return new RunState(Fold.of(started, head));
    }

    /** The head of a conversation with these instructions, for {@link #begun}. */
    public static Transcript head(String instructions) {
        return Fold.head(instructions);
    }

    /** The conversation with which a run begins. */
    public static Transcript said(Opening opening) {
        return Fold.said(opening);
    }

    /**
     * The state after more events; this one stays as it is.
     *
     * @throws IllegalArgumentException if an event does not follow from those before it
     */
    public RunState after(List<? extends Recorded> events) {
        if (events.isEmpty()) return this;
        Fold next = fold.copy();
        for (Recorded event : events) apply(next, event);
        return new RunState(next);
    }

    /** What nobody has checked before was read from a journal: events that do not belong together can break anything. */
    private static void apply(Fold fold, Recorded event) {
        try {
            fold.apply(event);
        } catch (IndexOutOfBoundsException | NoSuchElementException | IllegalStateException odd) {
            throw new IllegalArgumentException(
                    "Event " + event.at().position() + " does not follow from those before it; the journal is damaged: "
                            + odd.getMessage(),
                    odd);
        }
    }

    /** What to do next. */
    public Step next() {
        if (fold.finished != null) return new Step.Stop(fold.finished, "");
        if (fold.cancelled != null) return new Step.Stop(StopReason.CANCELLED, fold.cancelled);
        if (fold.turn != null) return nextInTurn(fold.turn);
        if (fold.answer != null) return nextAfterAnswer(fold.answer);
        return Bounds.reached(this).orElseGet(this::nextAsk);
    }

    private Step nextInTurn(OpenTurn turn) {
        List<CallId> unseen = turn.unseen();
        if (!unseen.isEmpty()) return new Step.Assess(unseen);
        List<CallId> batch = turn.batch();
        if (batch.isEmpty()) return new Step.Stop(StopReason.WAITING, "");
        return Bounds.timeReached(this).orElseGet(() -> new Step.CallTools(batch));
    }

    private Step nextAfterAnswer(AssistantMessage answer) {
        if (answer.refusal() != null) return new Step.Stop(StopReason.REFUSED, answer.refusal());
        if (fold.started.terms().output() == null || fold.output != null) return new Step.Stop(StopReason.ANSWERED, "");
        return new Step.Assess(List.of());
    }

    private Step nextAsk() {
        if (fold.cut != null) return new Step.Stop(fold.cut, fold.cutDetail);
        if (fold.failure != null) return nextAfterFailure(fold.failure);
        if (fold.fullness.isTooHigh()) return new Step.Compact(false);
        return new Step.AskModel(fold.turns);
    }

    private Step nextAfterFailure(RunEvent.Failure failure) {
        boolean overflowed = failure.kind().equals(RunEvent.Failure.CONTEXT_TOO_LONG);
        if (overflowed && fold.fullness.mayFollowOverflow()) return new Step.Compact(true);
        StopReason reason = switch (failure.kind()) {
            case ModelException.OverBudget.OF_COST -> StopReason.COST_LIMIT;
            case ModelException.OverBudget.OF_TOKENS -> StopReason.TOKEN_LIMIT;
            default -> StopReason.MODEL_FAILED;
        };
        return new Step.Stop(reason, failure.message());
    }

    /** The run's id. */
    public String runId() {
        return fold.started.runId();
    }

    /** The run's first event: the question and the terms. */
    public Started started() {
        return fold.started;
    }

    /** Where the next event stands. */
    public long position() {
        return fold.position;
    }

    /** The limits in force. */
    public Limits limits() {
        return fold.limits;
    }

    /** The conversation, instructions and history first; a turn with open calls is not in it yet. */
    public Transcript transcript() {
        return fold.transcript;
    }

    /** The conversation as the model is shown it, before any window: with less of its older part if it was compacted. */
    public Transcript shown() {
        return fold.digest.view(fold.transcript);
    }

    /** The conversation with the open turn, if there is one, its open calls answered by what is known of them. */
    public Transcript closedTranscript() {
        if (fold.turn == null) return fold.transcript;
        return fold.transcript.appendAll(fold.turn.messages(RunState::closing));
    }

    private static ToolResult closing(CallState call) {
        if (call.isWaiting() && !call.inDoubt()) {
            return ToolResult.of(Outcome.SKIPPED, "Not run: nobody has approved this call yet.");
        }
        return switch (call.phase()) {
            case STARTED, CUT_SHORT, WAITING -> inDoubt();
            case SUSPENDED ->
                ToolResult.of(Outcome.SKIPPED, "Not finished: a step of it waits for a person's decision.");
            default -> ToolResult.of(Outcome.SKIPPED, "Not run: the run stopped before this call.");
        };
    }

    /** The answer to a call of which nobody knows whether it has taken effect. */
    public static ToolResult inDoubt() {
        return ToolResult.of(
                Outcome.IN_DOUBT,
                "In doubt: this call was cut short and may or may not have taken effect. Find out before calling it again.");
    }

    /** What the run itself added: everything from its question on, every call answered. */
    public List<Message> ownMessages() {
        return own().messages();
    }

    /** The same for a memory, which tells those who read it later whether the run was tainted. */
    public List<Message> toRemember() {
        return fold.started.about().tainted() ? Fence.around(own()) : own().messages();
    }

    private Transcript own() {
        Transcript closed = closedTranscript();
        return closed.slice(fold.ownFrom, closed.size());
    }

    /** A call of the open turn. */
    public Optional<CallState> find(CallId id) {
        return fold.turn == null ? Optional.empty() : Optional.ofNullable(fold.turn.find(id));
    }

    /** The calls that wait for a person, in call order. */
    public List<PendingCall> awaiting() {
        if (fold.turn == null) return List.of();
        return fold.turn.calls().stream()
                .flatMap(call -> call.awaiting(runId()).stream())
                .toList();
    }

    /**
     * Why a decision does not count: it is incomplete, about another run, about a call that does not wait or waits for another asking or
     * with other arguments, not of the kind that the call needs, or too late.
     *
     * @param now the clock may have been set back since the last event; the later of the two counts
     * @return empty if it counts
     */
    public Optional<String> refusal(Decision decision, Instant now) {
        return Decisions.refusal(this, fold.decisions, decision, now);
    }

    /** Whether this very decision was taken before, so that it was delivered again. */
    public boolean wasTaken(Decision decision) {
        return Decisions.wasTaken(fold.decisions, decision);
    }

    /** An instant, or the latest that was recorded if the clock was set back behind it. */
    public Instant noEarlier(Instant now) {
        return now.isBefore(fold.latest) ? fold.latest : now;
    }

    /** Replies so far. */
    public int turns() {
        return fold.turns;
    }

    /** Tool calls so far that were let through, whether or not they ran. */
    public int toolCalls() {
        return fold.toolCalls;
    }

    /** Whether calls were skipped because {@link Limits#maxToolCalls()} was reached. */
    boolean callsSkipped() {
        return fold.callsSkipped;
    }

    /** How often in a row the model has made the very same calls. */
    public int repeats() {
        return fold.repeats;
    }

    /** In how many turns in a row a tool has sent its calls back to the model. */
    public int modelRetries() {
        return fold.retries.most();
    }

    /** Whether the conversation holds what strangers may have written. */
    public boolean isTainted() {
        return fold.tainted;
    }

    /** The results of this run that the model was shown in part only, by the call that they answer. */
    public Map<CallId, ToolResult> shortened() {
        return fold.shortened;
    }

    /** Tokens and money so far: every attempt at the model and what tools spent. */
    public Spent spent() {
        return fold.spent;
    }

    /** Time spent working up to the last event; waiting for a person does not count. */
    public Duration timeSpent() {
        return fold.timeSpent;
    }

    /** How much of the limit of time is left at an instant; null if there is no limit. */
    public @Nullable Duration timeLeft(Instant now) {
        Duration limit = fold.limits.maxTime();
        if (limit == null) return null;
        return limit.minus(fold.timeSpent).minus(Duration.between(fold.lastTime, now));
    }

    /** Whether the run's time ran out during a call. */
    public boolean expired() {
        return fold.expired;
    }

    /** How much of the inbox has been received. */
    public long received() {
        return fold.received;
    }

    /** How many drivers the run has had before this one. */
    public long fence() {
        return fold.fence;
    }

    /** Whether the run is over for good. */
    public boolean isFinished() {
        return fold.finished != null;
    }

    /** Whether the run was cancelled and not resumed since. */
    public boolean isCancelled() {
        return fold.cancelled != null;
    }

    /** Whether a forced choice of tools still holds: only until the first reply. */
    public boolean forcesToolChoice() {
        return fold.turns == 0;
    }

    /** The final answer that is to be assessed or was accepted; empty while there is none. */
    public Optional<AssistantMessage> answer() {
        return Optional.ofNullable(fold.answer);
    }

    /** The final answer in the form asked for; empty while there is none. */
    public Optional<Json> output() {
        return Optional.ofNullable(fold.output);
    }

    /** The text of the final answer, or as much as there is of one: of a cut reply, a failed one, or the last with text. */
    public String partialText() {
        RunEvent.@Nullable Failure failed = fold.failure;
        if (failed != null && !failed.partialText().isEmpty()) return failed.partialText();
        return fold.lastText;
    }

    /** What stands for the older part of the conversation. */
    Digest digest() {
        return fold.digest;
    }

    /** How full the model's context is. */
    Fullness fullness() {
        return fold.fullness;
    }

    /** The place of the first message behind the run's instructions. */
    int first() {
        return fold.first();
    }

    /** Where the run's own messages begin. */
    int ownFrom() {
        return fold.ownFrom;
    }

    /** The call of this run that the message at an index answers. */
    Optional<CallId> findCallAt(int message) {
        return fold.answers == null ? Optional.empty() : fold.answers.find(message);
    }

    /** How often an answer was sent back for its form, in the whole run. */
    public int sentBack() {
        return fold.sentBack;
    }

    /** How often an answer was sent back for its form since the run went on. */
    int corrections() {
        return fold.corrections;
    }
}
