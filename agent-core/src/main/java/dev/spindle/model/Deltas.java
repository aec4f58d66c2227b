package dev.spindle.model;

/** Takes the pieces of a reply as they come, on the thread that asked. */
@FunctionalInterface
public interface Deltas {
    /** Nobody listens; a model need not stream. */
    Deltas IGNORED = delta -> {};

    /** Takes a piece. Short: the next piece waits. */
    void accept(Delta delta);
}
