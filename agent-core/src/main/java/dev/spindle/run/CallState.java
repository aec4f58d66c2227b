package dev.spindle.run;

import dev.spindle.message.CallId;
import dev.spindle.message.Outcome;
import dev.spindle.message.ToolCall;
import dev.spindle.message.ToolMessage;
import dev.spindle.run.RunEvent.CallAssessment;
import dev.spindle.run.RunEvent.CallAssessment.Verdict;
import dev.spindle.tool.Effect;
import dev.spindle.tool.PendingCall;
import dev.spindle.tool.ToolResult;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * How far a tool call of the current turn is.
 *
 * @param call as the model wrote it
 * @param assessed what was found of it; null before
 * @param decision what a person decided; null if nobody did
 * @param answer its answer; null before
 * @param inside what is known of calls inside it, if an agent answers it
 */
public record CallState(
        CallId id,
        ToolCall call,
        Phase phase,
        @Nullable CallAssessment assessed,
        @Nullable Decision decision,
        @Nullable ToolResult answer,
        Inside inside) {

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

        private boolean accepts(String path, String argumentHash) {
            return waiting.stream()
                            .anyMatch(call -> call.path().equals(path)
                                    && call.argumentHash().equals(argumentHash))
                    && decisions.stream().noneMatch(decision -> decision.path().equals(path));
        }

        private Inside with(Decision decision) {
            List<Decision> all = new ArrayList<>(decisions);
            all.add(decision);
            return new Inside(waiting, all);
        }
    }

    /** The stages of a call. */
    public enum Phase {
        /** The model wrote it, or a person edited it, and nobody looked at it yet. */
        WRITTEN,
        /** It may run. */
        READY,
        /** It waits for a person. */
        WAITING,
        /** It runs. */
        STARTED,
        /** It was cut short and may have taken effect; nobody looked at that yet. */
        CUT_SHORT,
        /** Calls inside it wait for a person. */
        SUSPENDED,
        /** It has its answer. */
        ANSWERED
    }

    static CallState written(CallId id, ToolCall call) {
        return new CallState(id, call, Phase.WRITTEN, null, null, null, Inside.NOTHING);
    }

    CallState in(Phase next) {
        return new CallState(id, call, next, assessed, decision, answer, inside);
    }

    CallState answered(ToolResult result) {
        return new CallState(id, call, Phase.ANSWERED, assessed, decision, result, inside);
    }

    CallState assessed(CallAssessment found) {
        Phase next = switch (found.verdict()) {
            case READY -> Phase.READY;
            case NEEDS_APPROVAL, IN_DOUBT -> Phase.WAITING;
            case ANSWERED -> Phase.ANSWERED;
        };
        return new CallState(id, call, next, found, decision, found.answer(), inside);
    }

    CallState finished(ToolResult result) {
        return isCutShort(result.outcome()) && effect() == Effect.WRITE ? in(Phase.CUT_SHORT) : answered(result);
    }

    /** A tool that was running when its process ended, seen by the next driver. */
    CallState survived() {
        if (phase != Phase.STARTED) return this;
        return in(effect() == Effect.WRITE ? Phase.CUT_SHORT : Phase.READY);
    }

    CallState decided(Decision made) {
        if (!made.path().equals(id.toString())) return decidedInside(made);
        CallState after = new CallState(id, call, phase, assessed, made, answer, inside);
        return switch (made.verdict()) {
            case APPROVE -> after.in(Phase.READY);
            case EDIT -> after.in(Phase.WRITTEN);
            case REFUSE -> after.answered(ToolResult.of(Outcome.REFUSED, "Refused: " + made.words()));
            case ANSWER -> after.answered(ToolResult.text(made.words()));
        };
    }

    /** The arguments to read: the model's, or those a person put in their place. */
    public String written() {
        return decision != null && decision.arguments() != null
                ? decision.arguments().text()
                : call.arguments();
    }

    /** Whether it waits because it was cut short, not because it needs approval. */
    public boolean inDoubt() {
        return assessed != null && assessed.verdict() == Verdict.IN_DOUBT;
    }

    private CallState decidedInside(Decision made) {
        Decision routed = made.at(made.path().substring(id.toString().length() + 1));
        return new CallState(id, call, Phase.READY, assessed, decision, answer, inside.with(routed));
    }

    CallState suspended(List<PendingCall> waiting) {
        return new CallState(id, call, Phase.SUSPENDED, assessed, decision, answer, new Inside(waiting, List.of()));
    }

    /** Whether a decision is about this call as it waits now, or one inside it: by its path, and by the arguments that the person saw. */
    public boolean accepts(Decision made) {
        String own = id.toString();
        if (made.path().startsWith(own + "/")) {
            boolean asked = phase == Phase.SUSPENDED || phase == Phase.READY;
            return asked && inside.accepts(made.path().substring(own.length() + 1), made.argumentHash());
        }
        return phase == Phase.WAITING
                && assessed != null
                && made.path().equals(own)
                && made.argumentHash().equals(assessed.arguments().hash());
    }

    boolean isSequential() {
        return assessed != null && assessed.tool().sequential();
    }

    /** What waits here for a person: the call itself, or calls inside it by their paths. */
    List<PendingCall> awaiting(String runId) {
        if (phase == Phase.WAITING) return List.of(pending(runId));
        if (phase != Phase.SUSPENDED) return List.of();
        return inside.waiting().stream()
                .map(call -> call.seenFrom(runId, id + "/" + call.path()))
                .toList();
    }

    private PendingCall pending(String runId) {
        CallAssessment found = Objects.requireNonNull(assessed, "a waiting call was assessed");
        return new PendingCall(
                runId,
                id.toString(),
                found.tool().name(),
                found.arguments().json(),
                found.arguments().hash(),
                inDoubt());
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
