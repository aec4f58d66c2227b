package dev.spindle.mcp;

import dev.spindle.context.Cancellation;
import dev.spindle.context.Cancellation.CancelledException;
import dev.spindle.event.Limits;
import dev.spindle.tool.Reconciler;
import dev.spindle.tool.Reconciler.Reconciliation;
import dev.spindle.tool.ToolFunction;
import dev.spindle.tool.ToolInvocation;
import dev.spindle.tool.ToolResult;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Calls a tool for no longer than it may take, not counting what the client takes to answer what it is asked. A tool that does not hear that
 * its time is over is left behind; whoever can find out what became of its call is asked.
 */
record TimedCall(ToolFunction tool, ClientRequest request) {
    private static final Logger log = LoggerFactory.getLogger(TimedCall.class);

    /** What is done with a call: it is run, or looked up. */
    private interface Work<T> {
        @Nullable
        T with(ToolInvocation invocation) throws Exception;
    }

    ToolResult call(ToolInvocation invocation) throws Exception {
        Duration own = tool.spec().supervision().timeout();
        Duration limit = own == null ? Limits.DEFAULT.toolTimeout() : own;
        if (limit.isZero()) return tool.call(invocation);
        Optional<ToolResult> answer = within(limit, invocation, tool::call);
        return answer.isPresent() ? answer.get() : cutShort(invocation, limit);
    }

    /** Empty if its time was over. */
    private <T> Optional<T> within(Duration limit, ToolInvocation invocation, Work<T> work) throws Exception {
        try (Cancellation.Child child = invocation.context().cancellation().child()) {
            Cancellation cancellation = child.cancellation();
            ToolInvocation timed = invocation.withContext(invocation.context().withCancellation(cancellation));
            CompletableFuture<T> done = new CompletableFuture<>();
            Thread worker = Threads.start("call", () -> complete(done, work, timed));
            // Closed after the time is over, or the worker would not hear of it.
            Cancellation.Registration interrupting = cancellation.onCancel(worker::interrupt);
            try {
                return await(done, limit, cancellation);
            } finally {
                interrupting.close();
            }
        }
    }

    private <T> Optional<T> await(CompletableFuture<T> done, Duration limit, Cancellation cancellation)
            throws Exception {
        try {
            return Optional.of(done(done, limit));
        } catch (TimeoutException late) {
            cancellation.cancel("its time is over");
            return Optional.empty();
        } catch (ExecutionException failed) {
            if (failed.getCause() instanceof Exception exception) throw exception;
            if (failed.getCause() instanceof Error error) throw error;
            throw failed;
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            cancellation.cancel("the server stops");
            throw new CancelledException("the server stops");
        }
    }

    private static <T> void complete(CompletableFuture<T> done, Work<T> work, ToolInvocation invocation) {
        try {
            done.complete(Objects.requireNonNull(work.with(invocation), "it returned null"));
        } catch (Exception | Error failed) {
            done.completeExceptionally(failed); // thrown again by whoever waits
        }
    }

    private <T> T done(CompletableFuture<T> done, Duration limit)
            throws InterruptedException, ExecutionException, TimeoutException {
        long started = System.nanoTime();
        long askedBefore = request.asked().toNanos();
        long left = limit.toNanos();
        while (true) {
            try {
                return done.get(Math.max(1, left), TimeUnit.NANOSECONDS);
            } catch (TimeoutException over) {
                long asked = request.asked().toNanos() - askedBefore;
                left = limit.toNanos() + asked - (System.nanoTime() - started);
                if (left <= 0) throw over;
            }
        }
    }

    private ToolResult cutShort(ToolInvocation invocation, Duration limit) {
        String stopped = tool.spec().name() + " was stopped, since it took longer than " + words(limit) + "; ";
        Reconciliation known = tool.findReconciler()
                .map(reconciler -> found(reconciler, invocation, limit))
                .orElse(Reconciliation.unknown("nobody can be asked"));
        return switch (known.kind()) {
            case TOOK_EFFECT -> known.result() == null ? ToolResult.text("Done.") : known.result();
            case TOOK_NO_EFFECT -> ToolResult.failed(stopped + "it took no effect");
            case UNKNOWN -> ToolResult.failed(stopped + "whether it took effect is not known");
        };
    }

    private Reconciliation found(Reconciler reconciler, ToolInvocation cutShort, Duration limit) {
        try {
            return within(limit, cutShort, reconciler::reconcile)
                    .orElse(Reconciliation.unknown("its Reconciler took too long"));
        } catch (CancelledException stopped) {
            throw stopped;
        } catch (Exception | AssertionError | LinkageError failed) {
            log.warn(
                    "call={} tool={} could not be reconciled",
                    cutShort.idempotencyKey(),
                    tool.spec().name(),
                    failed);
            return Reconciliation.unknown("it could not be found out");
        }
    }

    private static String words(Duration time) {
        return time.toMillis() % 1_000 == 0 ? time.toSeconds() + " s" : time.toMillis() + " ms";
    }
}
