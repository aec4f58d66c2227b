package dev.spindle.event;

import dev.spindle.json.Json;
import dev.spindle.tool.PendingCall;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a person decided about a call that waits: the answer to one asking of one run, which counts once. A plain value, as
 * {@link PendingCall} is: write it as {@code Json.of(decision)}.
 *
 * <p>It may be delivered more than once: the very decision that was taken changes nothing when it comes again. Any other is refused
 * with the reason: one about another run, about a call that does not wait or waits for another asking, one that is incomplete or too
 * late.
 *
 * @param runId the run that asked, as in {@link PendingCall#runId()}; null only in what older versions have recorded
 * @param path the call, as in {@link PendingCall#path()}
 * @param asking which time the person was asked, as in {@link PendingCall#asking()}; null only in what older versions have recorded
 * @param argumentHash the arguments that the person saw
 * @param verdict what was decided
 * @param words the reason of a refusal, or the answer given in the tool's place; empty otherwise
 * @param arguments the edited arguments; null unless edited
 * @param by who decided, for the journal, which dates it; empty if not told
 */
public record Decision(
        @Nullable String runId,
        String path,
        @Nullable Long asking,
        String argumentHash,
        Verdict verdict,
        String words,
        @Nullable Json arguments,
        String by) {
    /** What can be decided. */
    public enum Verdict {
        /** Run it: of a call that has not started. */
        APPROVE,
        /** Run it again, though it may have taken effect: of a call in doubt. */
        REPEAT,
        /** Do not run it; the model reads why. */
        REFUSE,
        /** Run it with other arguments, which are checked first: of a call that has not started. */
        EDIT,
        /** Do not run it; the model reads this answer, for example what a call in doubt has really done. */
        ANSWER
    }

    /** Run it. Not for a call in doubt, which {@link #repeat} runs again. */
    public static Decision approve(PendingCall call) {
        return about(call, Verdict.APPROVE, "", null);
    }

    /** Run a call in doubt again, though it may have taken effect already. */
    public static Decision repeat(PendingCall call) {
        return about(call, Verdict.REPEAT, "", null);
    }

    /** Do not run it, and tell the model why. */
    public static Decision refuse(PendingCall call, String reason) {
        return about(call, Verdict.REFUSE, reason, null);
    }

    /** Run it with other arguments. Arguments that do not fit the tool are refused, and the call still waits. */
    public static Decision edit(PendingCall call, Json arguments) {
        return about(call, Verdict.EDIT, "", arguments);
    }

    /** Do not run it, and give the model this answer. */
    public static Decision answer(PendingCall call, String answer) {
        return about(call, Verdict.ANSWER, answer, null);
    }

    private static Decision about(PendingCall call, Verdict verdict, String words, @Nullable Json arguments) {
        return new Decision(
                call.runId(), call.path(), call.asking(), call.argumentHash(), verdict, words, arguments, "");
    }

    /** This decision, about the same asking of the same call, by the run and the path that are known elsewhere. */
    public Decision at(String otherRun, String otherPath) {
        return new Decision(otherRun, otherPath, asking, argumentHash, verdict, words, arguments, by);
    }

    /** This decision, with who made it. */
    public Decision by(String person) {
        return new Decision(runId, path, asking, argumentHash, verdict, words, arguments, person);
    }

    /** What it lacks, whatever the run says; empty if it is complete. */
    public Optional<String> flaw() {
        if (runId == null || asking == null)
            return Optional.of("it does not name the run and the asking that it answers; make it of the waiting call");
        if (verdict != Verdict.EDIT) return Optional.empty();
        if (arguments == null) return Optional.of("it is an EDIT without arguments");
        return arguments.isObject()
                ? Optional.empty()
                : Optional.of("it is an EDIT with arguments that are no JSON object");
    }

    /** Whether this is the other decision, delivered again; how its arguments are written does not matter. */
    public boolean isSameAs(Decision other) {
        boolean sameArguments = arguments == null
                ? other.arguments == null
                : other.arguments != null && arguments.canonical().equals(other.arguments.canonical());
        return sameArguments
                && Objects.equals(runId, other.runId)
                && path.equals(other.path)
                && Objects.equals(asking, other.asking)
                && argumentHash.equals(other.argumentHash)
                && verdict == other.verdict
                && words.equals(other.words)
                && by.equals(other.by);
    }
}
