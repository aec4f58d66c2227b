package dev.spindle.model;

/** A language model; also what comes next for an interceptor of model calls. Thread-safe. */
@FunctionalInterface
public interface Model {
    /**
     * Asks once and waits for the whole reply; pieces go to {@link ModelCall#deltas()} as they come.
     *
     * @throws ModelException if there is no whole reply; its kinds tell what can be done
     * @throws dev.spindle.context.CancelledException if the call was cancelled
     */
    ModelReply call(ModelCall call);

    /** The model's name as its server knows it, for journals and prices. */
    default String id() {
        return getClass().getSimpleName();
    }
}
