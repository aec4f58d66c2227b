package dev.spindle.run;

import dev.spindle.context.RunContext;
import dev.spindle.message.CallId;
import dev.spindle.message.ToolMessage.Outcome;
import dev.spindle.tool.Reconciler;
import dev.spindle.tool.Reconciler.Reconciliation;
import dev.spindle.tool.ToolInvocation;
import dev.spindle.tool.ToolResult;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Asks what became of calls that were cut short, all at once, each for as long as it may take. For one use by one thread. */
final class Reconciling {
    private static final Logger log = LoggerFactory.getLogger(Reconciling.class);

    private final RunContext context;
    private final Batch batch;
    private final Map<CallId, Reconciliation> said = new ConcurrentHashMap<>();
    private final Map<CallId, Reconciliation> found = new HashMap<>();

    Reconciling(RunContext context) {
        this.context = context;
        this.batch = new Batch(context.cancellation(), calls -> calls.forEach(this::ended), this::abandoned);
    }

    void ask(Reconciler reconciler, ToolInvocation invocation, TimeLimit limit) {
        batch.add(invocation.id(), invocation.spec().name(), limit, own -> {
            ToolInvocation cutShort =
                    invocation.withContext(invocation.context().withCancellation(own));
            Reconciliation answer = asked(reconciler, cutShort);
            if (answer != null) said.put(invocation.id(), answer);
            return new StepRunner.CallEnd.Answered(ToolResult.of(Outcome.OK, ""));
        });
    }

    private static @Nullable Reconciliation asked(Reconciler reconciler, ToolInvocation cutShort) {
        try {
            return keepable(reconciler.reconcile(cutShort));
        } catch (Throwable thrown) {
            Fatal.rethrow(thrown);
            String tool = cutShort.spec().name();
            log.warn(
                    "run={} call={} tool={} could not be reconciled",
                    cutShort.context().runId(),
                    cutShort.id(),
                    tool,
                    Failures.loggable(thrown));
            return Reconciliation.unknown("it could not be found out: " + Failures.describe(thrown));
        }
    }

    private static @Nullable Reconciliation keepable(@Nullable Reconciliation found) {
        ToolResult result = found == null ? null : found.result();
        return found == null || result == null ? found : found.withResult(Keepable.of(result));
    }

    private void ended(Batch.Ended call) {
        Reconciliation answer = said.get(call.id());
        if (call.end() instanceof StepRunner.CallEnd.Answered hook
                && hook.result().outcome() != Outcome.OK) {
            answer = Reconciliation.unknown(hook.result().text());
        }
        found.put(call.id(), answer != null ? answer : Reconciliation.unknown("its Reconciler said nothing"));
    }

    private void abandoned(CallId id, String tool) {
        log.warn("run={} call={} tool={} has a Reconciler that ignores its interruption", context.runId(), id, tool);
    }

    /** What was said of each call; nothing if the run was cancelled meanwhile, so that they are asked anew when it goes on. */
    Map<CallId, Reconciliation> await() {
        boolean interrupted = false;
        while (!batch.isOver()) {
            try {
                batch.await();
            } catch (InterruptedException stopped) {
                interrupted = true;
                context.cancellation().cancel("the thread that drove the run was interrupted");
            }
        }
        if (interrupted) Thread.currentThread().interrupt();
        return context.cancellation().isCancelled() ? Map.of() : found;
    }
}
