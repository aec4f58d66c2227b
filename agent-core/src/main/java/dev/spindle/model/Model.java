package dev.spindle.model;

import dev.spindle.message.Cost;
import dev.spindle.message.Usage;

/** A language model; also what comes next for an interceptor of model calls. Thread-safe. */
@FunctionalInterface
public interface Model {
    /**
     * Asks once and waits for the whole reply; pieces go to {@link ModelCall#deltas()} as they come.
     *
     * @throws ModelException if there is no whole reply; its kinds tell what can be done
     * @throws dev.spindle.context.Cancellation.CancelledException if the call was cancelled
     */
    ModelReply call(ModelCall call);

    /**
     * What so many tokens cost at this model: for limits of money and {@link Budget}s, which need to know before a call. Unknown unless the
     * model says.
     */
    default Cost cost(Usage usage) {
        return usage.equals(Usage.NONE) ? Cost.ZERO : Cost.UNKNOWN;
    }

    /** The model's name as its server knows it, for journals and prices. */
    default String id() {
        return getClass().getSimpleName();
    }

    /** Takes the pieces of a reply as they come, on the thread that asked. */
    @FunctionalInterface
    interface Deltas {
        /** Nobody listens; a model need not stream. */
        Deltas IGNORED = delta -> {};

        /** Takes a piece. Short: the next piece waits. */
        void accept(Delta delta);
    }
}
