package dev.spindle.memory;

import dev.spindle.model.Model;
import org.jspecify.annotations.Nullable;

/**
 * When and how a conversation that grows too long for its model is shown shorter: long tool results are cut first, and if that is not
 * enough, a model sums up the oldest part. Immutable and thread-safe as long as the model is.
 *
 * <pre>{@code
 * Compaction.with(cheapModel).at(0.8).of(128_000)
 * }</pre>
 *
 * <p>It happens when the model's last reported input passes the share of its context, and once after a server has refused a
 * conversation as too long. Only what the model is shown changes: the journal, the memory and the result of the run keep every word,
 * and results of the run that were cut can be read on in. The instructions, what people said in the run, and the last turns stay word
 * for word. Each compaction is an event of the run, paid from its limits.
 *
 * @param model sums up; null if results are cut and nothing else
 * @param share of the context that may be filled, above 0 and at most 1
 * @param context what the model can read, in tokens; 0 if that is not known, and then only a server's refusal counts
 * @param keptTurns how many of the last replies stay as they are, with the results of their calls, at least 1
 * @param count by which savings are estimated, and the conversation before its first reply
 */
public record Compaction(@Nullable Model model, double share, long context, int keptTurns, TokenCount count) {
    private static final double SHARE = 0.8;
    private static final int KEPT_TURNS = 4;

    /** Checks the numbers. */
    public Compaction {
        if (!(share > 0 && share <= 1)) {
            throw new IllegalArgumentException("The share is " + share + "; it must be above 0 and at most 1");
        }
        if (context < 0) throw new IllegalArgumentException("The context is " + context + "; it must be at least 0");
        if (keptTurns < 1) throw new IllegalArgumentException("keptTurns is " + keptTurns + "; it must be at least 1");
    }

    /** Compaction by a model, which may be a cheaper one, after refusals by the server; {@link #of} makes it come before them. */
    public static Compaction with(Model model) {
        return new Compaction(model, SHARE, 0, KEPT_TURNS, TokenCount.ESTIMATE);
    }

    /** Compaction that cuts results and asks no model. */
    public static Compaction ofResults() {
        return new Compaction(null, SHARE, 0, KEPT_TURNS, TokenCount.ESTIMATE);
    }

    /** From another share of the context on than 0.8. */
    public Compaction at(double share) {
        return new Compaction(model, share, context, keptTurns, count);
    }

    /** For a model that can read so many tokens. */
    public Compaction of(long context) {
        return new Compaction(model, share, context, keptTurns, count);
    }

    /** With another number of last replies than 4 that stay as they are; after a refusal it is one in any case. */
    public Compaction keeping(int turns) {
        return new Compaction(model, share, context, turns, count);
    }

    /** With another count than {@link TokenCount#ESTIMATE}. */
    public Compaction counting(TokenCount count) {
        return new Compaction(model, share, context, keptTurns, count);
    }

    /** The most input tokens that are well; {@link Long#MAX_VALUE} if the context is not known. */
    public long most() {
        return context == 0 ? Long.MAX_VALUE : Math.max(1, (long) (share * context));
    }
}
