package dev.spindle.tool;

import org.jspecify.annotations.Nullable;

/**
 * Finds out what became of a call whose end nobody has seen.
 *
 * <p>It is asked about calls of WRITE tools that a crash, a timeout or a cancellation cut short. It asks the service that the tool writes to, by the call's idempotency key, and changes nothing itself. It may be asked again
 * after each crash, on any thread, for as long as a call of the tool may take.
 */
@FunctionalInterface
public interface Reconciler {
    /**
     * Looks the call up.
     *
     * @param cutShort the call as it ran: the same idempotency key, the same arguments
     * @return what became of it; {@link Reconciliation#tookNoEffect()} only if it cannot take effect any more, because it runs again
     * @throws Exception anything; the call stays in doubt, and the operator's log has the whole
     */
    Reconciliation reconcile(ToolInvocation cutShort) throws Exception;

    /**
     * What became of a call that was cut short, as far as its tool can find out.
     *
     * @param kind what is known
     * @param result what the model reads in place of the lost result; null unless the call took effect
     * @param why it is not known, for the operator; empty otherwise
     */
    record Reconciliation(Kind kind, @Nullable ToolResult result, String why) {
        /** What can be known. */
        public enum Kind {
            /** It took effect; the model reads the result. */
            TOOK_EFFECT,
            /** It took no effect and will take none: it runs again, with the same idempotency key. */
            TOOK_NO_EFFECT,
            /** Nobody knows; a person settles it, or by policy the model is told. */
            UNKNOWN
        }

        /** It took effect, and this is its result. */
        public static Reconciliation tookEffect(ToolResult result) {
            return new Reconciliation(Kind.TOOK_EFFECT, result, "");
        }

        /** It took effect, and this is its result in words. */
        public static Reconciliation tookEffect(String result) {
            return tookEffect(ToolResult.text(result));
        }

        /** It took no effect and cannot take any later. */
        public static Reconciliation tookNoEffect() {
            return new Reconciliation(Kind.TOOK_NO_EFFECT, null, "");
        }

        /** It cannot be found out now. */
        public static Reconciliation unknown(String why) {
            return new Reconciliation(Kind.UNKNOWN, null, why);
        }

        /** What is known, with another result. */
        public Reconciliation withResult(@Nullable ToolResult other) {
            return new Reconciliation(kind, other, why);
        }
    }
}
