package dev.spindle.model;

import dev.spindle.context.Tag;
import dev.spindle.http.ServerLimits;

/**
 * Hears what servers say of their limits with each answer, be it a reply or a refusal.
 *
 * <p>Whoever wants to hear it puts a listener into the context of a call, under {@link #TAG}. Thread-safe.
 */
@FunctionalInterface
public interface LimitsListener {
    /** Under which a call carries its listener. */
    Tag<LimitsListener> TAG = Tag.named("limits listener");

    /** Takes what was said, on the thread of the call and before its reply is read. */
    void heard(ServerLimits limits);
}
