package dev.spindle.run;

import dev.spindle.context.Cancellation;
import dev.spindle.message.CallId;
import dev.spindle.message.Outcome;
import dev.spindle.tool.ToolResult;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/*
 * Each call runs on a worker and puts itself into `ended`; the driving thread takes from there, no longer than until the next
 * deadline. At its deadline, or when the run is cancelled, a call is cut: its cancellation fires, which interrupts its thread,
 * and it gets a moment of grace. A call that has not ended by then is left behind; what it returns later reaches nobody.
 */
/** Runs the calls of one step at once, each for as long as it may, and hands their results to the driving thread as they end. */
final class Batch {
    private static final Duration GRACE = Duration.ofMillis(500);

    private final Cancellation run;
    private final BiConsumer<CallId, CallEnd> results;
    private final BlockingQueue<Runnable> news = new LinkedBlockingQueue<>();
    private final List<Running> open = new ArrayList<>();
    private final BiConsumer<CallId, String> abandoned;

    Batch(Cancellation run, BiConsumer<CallId, CallEnd> results, BiConsumer<CallId, String> abandoned) {
        this.run = run;
        this.results = results;
        this.abandoned = abandoned;
    }

    /** The work of one call. */
    @FunctionalInterface
    interface Work {
        CallEnd call(Cancellation cancellation);
    }

    /** Starts a call. */
    void start(CallId id, String tool, TimeLimit limit, Work work) {
        Running call = new Running(id, tool, limit, run.child());
        open.add(call);
        Workers.start(() -> {
            CallEnd[] result = {answered(ToolResult.failed("The tool failed: its thread died."))};
            try {
                result[0] = perform(work, call.child.cancellation());
            } finally {
                news.add(() -> end(call, result[0]));
            }
        });
    }

    /** Performs a call on this thread; what ends after it was cancelled counts as cancelled, whatever it says itself. */
    static CallEnd perform(Work work, Cancellation cancellation) {
        CallEnd result;
        try {
            result = Interruptible.call(cancellation, () -> work.call(cancellation));
        } catch (Exception thrown) {
            result = answered(Failures.answer(thrown));
        }
        return cancellation.reason().map(why -> answered(cancelled(why))).orElse(result);
    }

    private static CallEnd answered(ToolResult result) {
        return new CallEnd.Answered(result);
    }

    private static ToolResult cancelled(String why) {
        return ToolResult.of(Outcome.CANCELLED, "Cancelled: " + why + ".");
    }

    /** Whether every call has ended or was left behind. */
    boolean isOver() {
        return open.isEmpty();
    }

    /** Returns when every call has ended or was left behind. */
    void await() throws InterruptedException {
        try (Cancellation.Registration registration = run.onCancel(() -> news.add(this::cutAll))) {
            while (!open.isEmpty()) {
                Runnable next = news.poll(nanosToNextDeadline(), TimeUnit.NANOSECONDS);
                if (next != null) next.run();
                else passDeadlines();
            }
        }
    }

    private long nanosToNextDeadline() {
        long now = System.nanoTime();
        long least = TimeUnit.DAYS.toNanos(1);
        for (Running call : open) least = Math.min(least, call.deadline.nanosLeft(now));
        return Math.max(0, least);
    }

    private void passDeadlines() {
        long now = System.nanoTime();
        for (Running call : List.copyOf(open)) {
            if (call.deadline.nanosLeft(now) > 0) continue;
            if (call.cut == null) call.cut(timedOut(call));
            else leaveBehind(call);
        }
    }

    private static ToolResult timedOut(Running call) {
        return ToolResult.of(Outcome.TIMED_OUT, "Timed out: " + call.limit.words() + "; the call was stopped.");
    }

    private void cutAll() {
        String why = run.reason().orElse("the run was cancelled");
        for (Running call : open) {
            if (call.cut == null) call.cut(cancelled(why));
        }
    }

    private void end(Running call, CallEnd result) {
        if (!open.remove(call)) return;
        call.child.close();
        results.accept(call.id, call.cut != null ? answered(call.cut) : result);
    }

    private void leaveBehind(Running call) {
        abandoned.accept(call.id, call.tool);
        if (call.cut != null) end(call, answered(call.cut));
    }

    private static final class Running {
        private final CallId id;
        private final String tool;
        private final TimeLimit limit;
        private final Cancellation.Child child;
        private Deadline deadline;
        private @Nullable ToolResult cut;

        private Running(CallId id, String tool, TimeLimit limit, Cancellation.Child child) {
            this.id = id;
            this.tool = tool;
            this.limit = limit;
            this.child = child;
            this.deadline = Deadline.in(limit.time());
        }

        private void cut(ToolResult answer) {
            cut = answer;
            deadline = Deadline.in(GRACE);
            child.cancellation().cancel(answer.text());
        }
    }

    /** A point in time to wait for; far away if there is none. */
    private record Deadline(long nanoTime, boolean exists) {
        private static Deadline in(@Nullable Duration time) {
            return time == null ? new Deadline(0, false) : new Deadline(System.nanoTime() + time.toNanos(), true);
        }

        private long nanosLeft(long now) {
            return exists ? nanoTime - now : Long.MAX_VALUE;
        }
    }
}
