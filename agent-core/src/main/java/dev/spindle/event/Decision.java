package dev.spindle.event;

import dev.spindle.json.Json;
import dev.spindle.tool.PendingCall;
import org.jspecify.annotations.Nullable;

/**
 * What a person decided about a call that waits. A plain value, as {@link PendingCall} is: write it as {@code Json.of(decision)}.
 *
 * @param path the call, as in {@link PendingCall#path()}
 * @param argumentHash the arguments that the person saw; a decision about others does not count
 * @param verdict what was decided
 * @param words the reason of a refusal, or the answer given in the tool's place; empty otherwise
 * @param arguments the edited arguments; null unless edited
 * @param by who decided, for the journal, which dates it; empty if not told
 */
public record Decision(
        String path,
        String argumentHash,
        Verdict verdict,
        String words,
        @Nullable Json arguments,
        String by) {
    /** What can be decided. */
    public enum Verdict {
        /** Run it; a call in doubt runs again. */
        APPROVE,
        /** Do not run it; the model reads why. */
        REFUSE,
        /** Run it with other arguments, which are checked like the model's. */
        EDIT,
        /** Do not run it; the model reads this answer, for example what a call in doubt has really done. */
        ANSWER
    }

    /** Run it. */
    public static Decision approve(PendingCall call) {
        return new Decision(call.path(), call.argumentHash(), Verdict.APPROVE, "", null, "");
    }

    /** Do not run it, and tell the model why. */
    public static Decision refuse(PendingCall call, String reason) {
        return new Decision(call.path(), call.argumentHash(), Verdict.REFUSE, reason, null, "");
    }

    /** Run it with other arguments. */
    public static Decision edit(PendingCall call, Json arguments) {
        return new Decision(call.path(), call.argumentHash(), Verdict.EDIT, "", arguments, "");
    }

    /** Do not run it, and give the model this answer. */
    public static Decision answer(PendingCall call, String answer) {
        return new Decision(call.path(), call.argumentHash(), Verdict.ANSWER, answer, null, "");
    }

    /** This decision, about the same call by the path that is known elsewhere. */
    public Decision at(String otherPath) {
        return new Decision(otherPath, argumentHash, verdict, words, arguments, by);
    }

    /** This decision, with who made it. */
    public Decision by(String person) {
        return new Decision(path, argumentHash, verdict, words, arguments, person);
    }
}
