package dev.spindle.state;

import dev.spindle.event.Decision;
import dev.spindle.event.Decision.Verdict;
import dev.spindle.tool.PendingCall;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Judges decisions: which answer the asking of a call that waits, and why others do not count. */
final class Decisions {
    private Decisions() {}

    /**
     * A decision that was taken.
     *
     * @param position of the event that brought it
     * @param before taken before it; null for none
     */
    record Taken(Decision decision, long position, @Nullable Taken before) {
        private static @Nullable Taken find(@Nullable Taken last, Decision about) {
            for (Taken taken = last; taken != null; taken = taken.before) {
                boolean same = taken.decision.path().equals(about.path())
                        && taken.decision.asking() != null
                        && taken.decision.asking().equals(about.asking());
                if (same) return taken;
            }
            return null;
        }
    }

    /** Whether the very same decision was taken before. */
    static boolean wasTaken(@Nullable Taken last, Decision made) {
        Taken before = Taken.find(last, made);
        return before != null && before.decision().isSameAs(made);
    }

    /** Why a decision does not count; empty if it does. */
    static Optional<String> refusal(RunState state, @Nullable Taken last, Decision made, Instant now) {
        Optional<String> flaw = made.flaw();
        if (flaw.isPresent()) return flaw;
        if (!state.runId().equals(made.runId())) return Optional.of("it is about run '" + made.runId() + "'");
        List<PendingCall> waiting = state.awaiting();
        for (PendingCall call : waiting) {
            if (call.path().equals(made.path())
                    && made.asking() != null
                    && made.asking().equals(call.asking())) return refusal(call, made, state.noEarlier(now));
        }
        Taken before = Taken.find(last, made);
        return Optional.of(before != null ? used(before, made) : "it fits no waiting call; " + words(waiting));
    }

    private static Optional<String> refusal(PendingCall call, Decision made, Instant now) {
        if (!call.argumentHash().equals(made.argumentHash()))
            return Optional.of("it fits no waiting call: this one waits with other arguments, " + call.arguments()
                    + "; read them and decide anew");
        if (call.isExpired(now))
            return Optional.of("it comes too late, and the call was not run: it has expired; resume the run without a"
                    + " decision, and the model is told that nobody approved");
        return misfit(call, made.verdict());
    }

    private static Optional<String> misfit(PendingCall call, Verdict verdict) {
        boolean forNew = verdict == Verdict.APPROVE || verdict == Verdict.EDIT;
        if (call.inDoubt() && forNew)
            return Optional.of("the call was cut short and may have taken effect, and " + verdict + " is for calls that"
                    + " have not started; REPEAT runs it again, ANSWER tells the model what it has done");
        if (!call.inDoubt() && verdict == Verdict.REPEAT)
            return Optional.of(
                    "the call has not started, and REPEAT is for calls that were cut short; APPROVE runs it");
        return Optional.empty();
    }

    private static String used(Taken before, Decision made) {
        Decision taken = before.decision();
        if (taken.isSameAs(made)) return "it was taken already, at event " + before.position() + ", and counts once";
        String by = taken.by().isEmpty() ? "" : " by " + taken.by();
        return "this asking was answered already, at event " + before.position() + ": " + taken.verdict() + by;
    }

    private static String words(List<PendingCall> waiting) {
        if (waiting.isEmpty()) return "none waits";
        List<String> askings = waiting.stream()
                .map(call -> call.path() + " since event " + call.asking())
                .toList();
        return "waiting are " + askings + "; read them again and decide anew";
    }

    /** Whether a recorded decision is about a call that waits; what an older version has recorded names no asking. */
    static boolean isAbout(PendingCall call, Decision made) {
        return call.path().equals(made.path())
                && call.argumentHash().equals(made.argumentHash())
                && (made.asking() == null || made.asking().equals(call.asking()));
    }
}
