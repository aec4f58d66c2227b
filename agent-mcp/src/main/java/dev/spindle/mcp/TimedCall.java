package dev.spindle.mcp;

import dev.spindle.context.Cancellation;
import dev.spindle.context.Cancellation.CancelledException;
import dev.spindle.event.Limits;
import dev.spindle.tool.ToolFunction;
import dev.spindle.tool.ToolInvocation;
import dev.spindle.tool.ToolResult;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Calls a tool for no longer than it may take, not counting what the client takes to answer what it is asked. A tool that does not hear that
 * its time is over is left behind.
 */
record TimedCall(ToolFunction tool, ClientRequest request) {
    ToolResult call(ToolInvocation invocation) throws Exception {
        Duration own = tool.spec().supervision().timeout();
        Duration limit = own == null ? Limits.DEFAULT.toolTimeout() : own;
        if (limit.isZero()) return tool.call(invocation);
        try (Cancellation.Child child = invocation.context().cancellation().child()) {
            ToolInvocation timed = invocation.withContext(invocation.context().withCancellation(child.cancellation()));
            return timed(timed, limit, child.cancellation());
        }
    }

    private ToolResult timed(ToolInvocation invocation, Duration limit, Cancellation cancellation) throws Exception {
        CompletableFuture<ToolResult> done = new CompletableFuture<>();
        Thread worker = Threads.start("call", () -> complete(done, invocation));
        try (Cancellation.Registration ignored = cancellation.onCancel(worker::interrupt)) {
            return await(done, limit);
        } catch (TimeoutException late) {
            cancellation.cancel("its time is over");
            return ToolResult.failed(tool.spec().name() + " was stopped, since it took longer than " + words(limit)
                    + "; whether it took effect is not known");
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

    private void complete(CompletableFuture<ToolResult> done, ToolInvocation invocation) {
        try {
            done.complete(tool.call(invocation));
        } catch (Exception | Error failed) {
            done.completeExceptionally(failed); // thrown again by whoever waits
        }
    }

    private ToolResult await(CompletableFuture<ToolResult> done, Duration limit)
            throws InterruptedException, ExecutionException, TimeoutException {
        long started = System.nanoTime();
        long left = limit.toNanos();
        while (true) {
            try {
                return done.get(Math.max(1, left), TimeUnit.NANOSECONDS);
            } catch (TimeoutException over) {
                left = limit.toNanos() + request.asked().toNanos() - (System.nanoTime() - started);
                if (left <= 0) throw over;
            }
        }
    }

    private static String words(Duration time) {
        return time.toMillis() % 1_000 == 0 ? time.toSeconds() + " s" : time.toMillis() + " ms";
    }
}
