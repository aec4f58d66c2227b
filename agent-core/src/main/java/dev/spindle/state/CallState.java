package dev.spindle.state;

import dev.spindle.event.CallAssessment;
import dev.spindle.event.CallAssessment.Verdict;
import dev.spindle.event.Decision;
import dev.spindle.message.CallId;
import dev.spindle.message.ToolCall;
import dev.spindle.message.ToolMessage;
import dev.spindle.message.ToolMessage.Outcome;
import dev.spindle.tool.PendingCall;
import dev.spindle.tool.Tool.Effect;
import dev.spindle.tool.ToolResult;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * How far a tool call of the current turn is.
 *
 * @param call as the model wrote it
 * @param assessed what was found of it; null before
 * @param decision what a person decided; null if nobody did
 * @param answer its answer, or while it is cut short under the driver that started it, how; null before
 * @param inside what is known of calls inside it, if an agent answers it
 * @param asking when a person was asked about it last
 */
public record CallState(
        CallId id,
        ToolCall call,
        Phase phase,
        @Nullable CallAssessment assessed,
        @Nullable Decision decision,
        @Nullable ToolResult answer,
        Inside inside,
        Asking asking) {

    /**
     * When a person was asked about a call.
     *
     * @param position of the event that first asked so; -1 if nobody was asked
     * @param refusal why the last decision about it was refused; null if none was
     */
    public record Asking(long position, @Nullable String refusal) {
        private static final Asking NEVER = new Asking(-1, null);
    }

    /**
     * What is known of the calls inside a call that an agent answers.
     *
     * @param waiting for a person, by the paths known inside
     * @param decisions about them, by the same paths
     */
    public record Inside(List<PendingCall> waiting, List<Decision> decisions) {
        private static final Inside NOTHING = new Inside(List.of(), List.of());

        /** Copies both. */
        public Inside {
            waiting = List.copyOf(waiting);
            decisions = List.copyOf(decisions);
        }

        private Stream<PendingCall> undecided() {
            return waiting.stream()
                    .filter(call -> decisions.stream()
                            .noneMatch(decision -> decision.path().equals(call.path())));
        }

        private Inside with(Decision decision) {
            List<Decision> all = new ArrayList<>(decisions);
            all.add(decision);
            return new Inside(waiting, all);
        }

        private Inside refused(String path, String why) {
            List<PendingCall> told = waiting.stream()
                    .map(call -> call.path().equals(path) ? call.refused(why) : call)
                    .toList();
            return new Inside(told, decisions);
        }

        /** Whether it may be otherwise without a decision: by what a tool finds out, by time, or as an older version has recorded it. */
        private boolean mayHaveChanged() {
            return waiting.stream().anyMatch(call -> call.inDoubt() || call.expires() != null || call.asking() == null);
        }
    }

    /** The stages of a call. */
    public enum Phase {
        /** The model wrote it, a person decided about it, or the run goes on without its having started: it is to be looked at. */
        WRITTEN,
        /** It may run. */
        READY,
        /** It waits for a person. */
        WAITING,
        /** It runs. */
        STARTED,
        /** It was cut short and may have taken effect; that is to be looked at. */
        CUT_SHORT,
        /** Calls inside it wait for a person. */
        SUSPENDED,
        /** It has its answer. */
        ANSWERED
    }

    static CallState written(CallId id, ToolCall call) {
        return new CallState(id, call, Phase.WRITTEN, null, null, null, Inside.NOTHING, Asking.NEVER);
    }

    CallState in(Phase next) {
        return new CallState(id, call, next, assessed, decision, answer, inside, asking);
    }

    CallState answered(ToolResult result) {
        return new CallState(id, call, Phase.ANSWERED, assessed, decision, result, inside, asking);
    }

    /** After an assessment at a position; a question that stands is the same asking, however often it is looked at. */
    CallState assessed(CallAssessment found, long position) {
        if (found.verdict() == Verdict.ANSWERED && found.answer() == null)
            throw new IllegalStateException("call " + id + " is said to be answered, and has no answer");
        Phase next = switch (found.verdict()) {
            case READY -> Phase.READY;
            case NEEDS_APPROVAL, IN_DOUBT -> Phase.WAITING;
            case ANSWERED -> Phase.ANSWERED;
        };
        Decision standing = next == Phase.WAITING ? null : decision;
        Asking asked = next != Phase.WAITING || asksTheSame(found) ? asking : new Asking(position, null);
        return new CallState(id, call, next, found, standing, found.answer(), inside, asked);
    }

    private boolean asksTheSame(CallAssessment found) {
        return isWaiting()
                && assessed != null
                && assessed.verdict() == found.verdict()
                && assessed.arguments().isSameAs(found.arguments());
    }

    CallState finished(ToolResult result) {
        if (!isCutShort(result.outcome()) || effect() != Effect.WRITE) return answered(result);
        return new CallState(id, call, Phase.CUT_SHORT, assessed, decision, result, inside, asking);
    }

    /** As the next driver sees it: what was decided without a person is looked at again, for rules and tools may have changed. */
    CallState survived() {
        return switch (phase) {
            case READY -> in(inside.waiting().isEmpty() ? Phase.WRITTEN : Phase.READY);
            case WAITING -> in(inDoubt() ? Phase.CUT_SHORT : Phase.WRITTEN);
            case STARTED, CUT_SHORT ->
                new CallState(id, call, Phase.CUT_SHORT, assessed, decision, null, inside, asking);
            case SUSPENDED -> in(inside.mayHaveChanged() ? Phase.READY : Phase.SUSPENDED);
            case WRITTEN, ANSWERED -> this;
        };
    }

    /** After a decision about it, or about a call inside it. */
    CallState decided(Decision made, String runId) {
        if (!made.path().equals(id.toString())) return decidedInside(made, runId);
        CallAssessment seen = made.verdict() == Decision.Verdict.EDIT ? null : assessed;
        CallState after = new CallState(id, call, Phase.WRITTEN, seen, made, null, inside, asking);
        return switch (made.verdict()) {
            case APPROVE, REPEAT, EDIT -> after;
            case REFUSE -> after.answered(refusedBy(made));
            case ANSWER -> after.answered(ToolResult.text(made.words()));
        };
    }

    private ToolResult refusedBy(Decision made) {
        boolean mayHaveActed = inDoubt() && made.asking() != null;
        return mayHaveActed
                ? ToolResult.of(Outcome.IN_DOUBT, RunState.inDoubt().text() + " It was not run again: " + made.words())
                : ToolResult.of(Outcome.REFUSED, "Refused: " + made.words());
    }

    /** Whether a path leads to it, or to a call inside it. */
    boolean holds(String path) {
        return path.equals(id.toString()) || path.startsWith(id + "/");
    }

    /** After a decision about it, or about a call inside it, that was refused: it waits, and says why. */
    CallState refused(String path, String why) {
        boolean own = path.equals(id.toString());
        Asking told = own ? new Asking(asking.position(), why) : asking;
        Inside known =
                own ? inside : inside.refused(path.substring(id.toString().length() + 1), why);
        return new CallState(id, call, phase, assessed, decision, answer, known, told);
    }

    /** A decision that came after its time: the call is looked at again, and found to be expired. */
    CallState expired() {
        return in(Phase.WRITTEN);
    }

    /** Whether it could be decided only before an instant which is past. */
    public boolean isExpired(Instant now) {
        return isWaiting() && pending("").isExpired(now);
    }

    /** The arguments to read: those that were read already, those a person put in their place, or the model's. */
    public String written() {
        if (assessed != null && assessed.verdict() != Verdict.ANSWERED)
            return assessed.arguments().json().text();
        return decision != null && decision.arguments() != null
                ? decision.arguments().text()
                : call.arguments();
    }

    /** Whether it waits because it was cut short, not because it needs approval. */
    public boolean inDoubt() {
        return assessed != null && assessed.verdict() == Verdict.IN_DOUBT;
    }

    /** Whether a person was asked about it and has not decided, even while it is to be looked at again. */
    public boolean isWaiting() {
        boolean asked = inDoubt() || (assessed != null && assessed.verdict() == Verdict.NEEDS_APPROVAL);
        boolean still = phase == Phase.WAITING || phase == Phase.WRITTEN || phase == Phase.CUT_SHORT;
        return asked && still && decision == null;
    }

    private CallState decidedInside(Decision made, String runId) {
        String rest = made.path().substring(id.toString().length() + 1);
        Decision routed = made.at(runId + "/" + id, rest);
        return new CallState(id, call, Phase.READY, assessed, decision, answer, inside.with(routed), asking);
    }

    CallState suspended(List<PendingCall> waiting) {
        Inside known = new Inside(waiting, List.of());
        return new CallState(id, call, Phase.SUSPENDED, assessed, decision, answer, known, asking);
    }

    boolean isSequential() {
        return assessed != null && assessed.tool().sequential();
    }

    /** Whether a recorded decision is about this call as it waits now, or about one inside it. */
    boolean waitsFor(Decision made, String runId) {
        return awaiting(runId).stream().anyMatch(call -> Decisions.isAbout(call, made));
    }

    /** What waits here for a person: the call itself, or calls inside it by their paths. */
    List<PendingCall> awaiting(String runId) {
        if (isWaiting()) return List.of(pending(runId));
        if (!mayAskInside()) return List.of();
        return inside.undecided()
                .map(call -> call.seenFrom(runId, id + "/" + call.path()))
                .toList();
    }

    /** Whether an agent answers it that does not run now. */
    private boolean mayAskInside() {
        return phase == Phase.SUSPENDED || phase == Phase.READY || phase == Phase.CUT_SHORT;
    }

    private PendingCall pending(String runId) {
        CallAssessment found = Objects.requireNonNull(assessed, "a waiting call was assessed");
        return new PendingCall(
                runId,
                id.toString(),
                found.tool().name(),
                found.arguments().json(),
                found.arguments().hash(),
                inDoubt(),
                found.expires(),
                asking.position(),
                asking.refusal());
    }

    ToolMessage message(ToolResult result) {
        return new ToolMessage(call.id(), call.name(), result.outcome(), result.parts());
    }

    private Effect effect() {
        return assessed == null ? Effect.WRITE : assessed.tool().effect();
    }

    private static boolean isCutShort(Outcome outcome) {
        return outcome == Outcome.TIMED_OUT || outcome == Outcome.CANCELLED;
    }
}
