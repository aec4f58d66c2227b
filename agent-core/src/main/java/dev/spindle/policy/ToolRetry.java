package dev.spindle.policy;

import dev.spindle.context.Cancellation.CancelledException;
import dev.spindle.http.Backoff;
import dev.spindle.http.Backoff.Pause;
import dev.spindle.run.Interceptor;
import dev.spindle.tool.Tool.Effect;
import dev.spindle.tool.ToolException;
import dev.spindle.tool.ToolException.ModelRetry;
import dev.spindle.tool.ToolException.ToolFailed;
import dev.spindle.tool.ToolInvocation;
import dev.spindle.tool.ToolResult;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Calls a tool again that threw, if it is declared {@link Effect#READ} or {@link Effect#IDEMPOTENT}; a WRITE never runs twice.
 *
 * <p>What a tool throws to speak to the model is an answer and is not tried again, nor is a call that was cancelled. All attempts
 * share the one timeout of the call, and its idempotency key. When no attempt is left, the last exception is thrown, with those
 * before it as suppressed. Not among the defaults: only you know whether a failure of your tools is worth another try.
 *
 * @param backoff how often, and after which pauses
 * @param pause lets the time pass
 */
public record ToolRetry(Backoff backoff, Pause pause) implements Interceptor {
    /** As often, and after the same pauses, as models are asked again. */
    public static ToolRetry standard() {
        return new ToolRetry(Backoff.DEFAULT, Pause.REAL);
    }

    @Override
    public ToolResult aroundTool(ToolInvocation invocation, ToolInvocation.Handler next) throws Exception {
        if (invocation.spec().effect() == Effect.WRITE) return next.call(invocation);
        List<Exception> failures = new ArrayList<>();
        while (true) {
            try {
                return next.call(invocation);
            } catch (ModelRetry
                    | ToolFailed
                    | ToolException.Suspended
                    | CancelledException
                    | InterruptedException word) {
                throw word;
            } catch (Exception failure) {
                Optional<Duration> wait = backoff.findPause(failures.size() + 1, null);
                if (wait.isEmpty() || invocation.context().cancellation().isCancelled()) {
                    failures.stream().filter(earlier -> earlier != failure).forEach(failure::addSuppressed);
                    throw failure;
                }
                failures.add(failure);
                pause.take(wait.get(), invocation.context().cancellation());
            }
        }
    }
}
