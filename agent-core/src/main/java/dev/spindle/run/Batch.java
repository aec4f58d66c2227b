package dev.spindle.run;

import dev.spindle.context.Cancellation;
import dev.spindle.message.CallId;
import dev.spindle.message.ToolMessage.Outcome;
import dev.spindle.tool.ToolResult;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/*
 * Calls run on workers, which put them into `news` when they end; the driving thread takes them from there, no longer than until the next
 * deadline. At its deadline, or when the run is cancelled, a call is cut: its cancellation fires, which interrupts its thread,
 * and it gets a moment of grace. A call that has not ended by then is left behind; what it returns later reaches nobody.
 *
 * Waking a thread costs more than most tools do. So one worker begins, takes the next call when it has done one, and the driving
 * thread makes way for it and sleeps until all are done; only if that is not so at once, each call that still waits gets a worker of
 * its own, and whatever ends from then on wakes the driving thread. The first sleep is short for a single call, too: with one long
 * sleep a turn was seen to take a tenth more CPU time.
 */
/**
 * Runs the calls of one step at once, each for as long as it may, and hands their results to the driving thread as they end. For one
 * use by the thread that makes it.
 */
final class Batch {
    private static final Duration GRACE = Duration.ofMillis(500);
    private static final long HEAD_START_NANOS = TimeUnit.MICROSECONDS.toNanos(100);
    private static final StepRunner.CallEnd ITS_THREAD_DIED =
            answered(ToolResult.failed("The tool failed: its thread died."));

    private final Cancellation run;
    private final Consumer<List<Ended>> results;
    private final BiConsumer<CallId, String> abandoned;
    private final Thread driver = Thread.currentThread();
    private final Queue<Running> waiting = new ConcurrentLinkedQueue<>();
    private final Queue<Running> news = new ConcurrentLinkedQueue<>();
    private final AtomicInteger undone = new AtomicInteger();
    private final List<Running> open = new ArrayList<>();
    private boolean begun;
    private volatile boolean sleepsThrough;
    private volatile boolean isToBeCut;

    /**
     * A batch without calls.
     *
     * @param results takes what ended at about the same time together, on the thread that awaits
     */
    Batch(Cancellation run, Consumer<List<Ended>> results, BiConsumer<CallId, String> abandoned) {
        this.run = run;
        this.results = results;
        this.abandoned = abandoned;
    }

    /** How a call ended. */
    record Ended(CallId id, StepRunner.CallEnd end) {}

    /** The work of one call. */
    @FunctionalInterface
    interface Work {
        StepRunner.CallEnd call(Cancellation cancellation);
    }

    /** Adds a call, which starts when the batch is awaited; one that the taker of results adds starts at once. */
    void add(CallId id, String tool, TimeLimit limit, Work work) {
        Running call = new Running(id, tool, limit, run.child(), work);
        open.add(call);
        waiting.add(call);
        undone.incrementAndGet();
        if (!begun) return;
        sleepsThrough = false;
        call.begin();
        Workers.start(this::work);
    }

    /** What a worker does: one call after the other, until none waits. */
    private void work() {
        for (Running call = waiting.poll(); call != null; call = waiting.poll()) {
            try {
                call.result = perform(call.work, call.child.cancellation());
            } finally {
                news.add(call);
                boolean last = undone.decrementAndGet() == 0;
                if (last || !sleepsThrough) LockSupport.unpark(driver);
            }
        }
    }

    /** Performs a call on this thread, unless it is cancelled; what ends after that counts as cancelled, whatever it says itself. */
    static StepRunner.CallEnd perform(Work work, Cancellation cancellation) {
        Optional<String> before = cancellation.reason();
        if (before.isPresent()) return answered(cancelled(before.get()));
        StepRunner.CallEnd result;
        try {
            result = Interruptible.call(cancellation, () -> work.call(cancellation));
        } catch (Throwable thrown) {
            Fatal.rethrow(thrown);
            result = answered(Failures.answer(thrown));
        }
        return cancellation.reason().map(why -> answered(cancelled(why))).orElse(result);
    }

    private static StepRunner.CallEnd answered(ToolResult result) {
        return new StepRunner.CallEnd.Answered(result);
    }

    private static ToolResult cancelled(String why) {
        return ToolResult.of(Outcome.CANCELLED, "Cancelled: " + why + ".");
    }

    /** Whether every call has ended or was left behind. */
    boolean isOver() {
        return open.isEmpty();
    }

    /** Returns when every call has ended or was left behind. */
    @SuppressWarnings("ThreadPriorityCheck") // nothing relies on the yield
    void await() throws InterruptedException {
        try (Cancellation.Registration registration = run.onCancel(this::cutAllSoon)) {
            if (!begun) begin();
            while (!open.isEmpty()) {
                boolean heard = isHeardInTime();
                if (heard && undone.get() > 0) Thread.yield(); // what ends now, too, is handed on together with it
                List<Ended> ended = new ArrayList<>(open.size());
                for (Running call = news.poll(); call != null; call = news.poll()) end(call, call.result, ended);
                if (isToBeCut) cutAll();
                if (!heard) passDeadlines(ended);
                if (!ended.isEmpty()) results.accept(ended);
            }
        }
    }

    @SuppressWarnings("ThreadPriorityCheck") // nothing relies on the yield
    private void begin() {
        begun = true;
        sleepsThrough = true;
        for (Running call : open) call.begin();
        Workers.start(this::work);
        Thread.yield();
        if (undone.get() > 0) LockSupport.parkNanos(this, HEAD_START_NANOS);
        sleepsThrough = false;
        for (int left = waiting.size(); left > 0; left--) Workers.start(this::work);
    }

    /** Waits for what a worker or a cancellation says; false if nobody does before the next deadline. */
    private boolean isHeardInTime() throws InterruptedException {
        while (news.isEmpty() && !isToBeCut) {
            if (Thread.interrupted()) throw new InterruptedException();
            long left = nanosToNextDeadline();
            if (left <= 0) return false;
            LockSupport.parkNanos(this, left);
        }
        return true;
    }

    private void cutAllSoon() {
        isToBeCut = true;
        LockSupport.unpark(driver);
    }

    private long nanosToNextDeadline() {
        long now = System.nanoTime();
        long least = TimeUnit.DAYS.toNanos(1);
        for (Running call : open) least = Math.min(least, call.nanosLeft(now));
        return least;
    }

    private void passDeadlines(List<Ended> ended) {
        long now = System.nanoTime();
        for (Running call : List.copyOf(open)) {
            if (call.nanosLeft(now) > 0) continue;
            if (call.cut == null) call.cut(timedOut(call));
            else leaveBehind(call, ended);
        }
    }

    private static ToolResult timedOut(Running call) {
        return ToolResult.of(Outcome.TIMED_OUT, "Timed out: " + call.limit.words() + "; the call was stopped.");
    }

    private void cutAll() {
        isToBeCut = false;
        String why = run.reason().orElse("the run was cancelled");
        for (Running call : open) {
            if (call.cut == null) call.cut(cancelled(why));
        }
    }

    private void end(Running call, StepRunner.CallEnd result, List<Ended> ended) {
        if (!open.remove(call)) return;
        call.child.close();
        ended.add(new Ended(call.id, call.cut != null ? answered(call.cut) : result));
    }

    private void leaveBehind(Running call, List<Ended> ended) {
        abandoned.accept(call.id, call.tool);
        if (call.cut != null) end(call, answered(call.cut), ended);
    }

    private static final class Running {
        private final CallId id;
        private final String tool;
        private final TimeLimit limit;
        private final Cancellation.Child child;
        private final Work work;
        private boolean limited;
        private long deadline;
        private @Nullable ToolResult cut;
        private StepRunner.CallEnd result = ITS_THREAD_DIED; // handed over by the queue of news

        private Running(CallId id, String tool, TimeLimit limit, Cancellation.Child child, Work work) {
            this.id = id;
            this.tool = tool;
            this.limit = limit;
            this.child = child;
            this.work = work;
        }

        private void begin() {
            if (limit.time() != null) endIn(limit.time());
        }

        private void cut(ToolResult answer) {
            cut = answer;
            endIn(GRACE);
            child.cancellation().cancel(answer.text());
        }

        private void endIn(Duration time) {
            limited = true;
            deadline = System.nanoTime() + time.toNanos();
        }

        private long nanosLeft(long now) {
            return limited ? deadline - now : Long.MAX_VALUE;
        }
    }
}
