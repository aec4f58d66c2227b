package dev.spindle.tool;

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
}
