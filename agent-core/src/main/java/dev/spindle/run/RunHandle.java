package dev.spindle.run;

import dev.spindle.context.Cancellation;
import dev.spindle.event.Input;
import dev.spindle.event.RunEvent;
import dev.spindle.event.RunEvent.Live;
import dev.spindle.event.RunEvent.Moment;
import dev.spindle.event.RunEvent.Recorded;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.Flow;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.LongFunction;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A run that goes on in a thread of its own: its result when it comes, its events for any number of watchers, and what can be said to
 * it meanwhile. Thread-safe.
 *
 * <p>It is the same run as {@code Agent.run} with a listener. All its events are kept here as long as the handle is, of live ones the
 * last 65,536, so that a watcher may come late or come again.
 */
public final class RunHandle {
    private final String runId;
    private final Consumer<Input> inbox;
    private final Cancellation cancellation;
    private final RunLog log;
    private final CompletableFuture<RunResult> result = new CompletableFuture<>();

    private RunHandle(
            String runId, Cancellation cancellation, Consumer<Input> inbox, LongFunction<List<Recorded>> journal) {
        this.runId = runId;
        this.cancellation = cancellation;
        this.inbox = inbox;
        this.log = new RunLog(journal);
    }

    /**
     * Starts a run on a thread of an executor.
     *
     * @param executor null for a thread of its own, a virtual one where the JDK has them
     * @param run drives it to its end
     * @param inbox takes what is posted to it
     * @param journal reads its recorded events from a position on
     * @throws java.util.concurrent.RejectedExecutionException if the executor takes no more work; nothing has begun then
     */
    public static RunHandle start(
            RunRequest request,
            @Nullable Executor executor,
            BiFunction<RunRequest, RunListener, RunResult> run,
            Consumer<Input> inbox,
            LongFunction<List<Recorded>> journal) {
        Cancellation.Child child = request.caller().cancellation().child();
        RunHandle handle = new RunHandle(request.runId(), child.cancellation(), inbox, journal);
        RunRequest own = request.withCancellation(child.cancellation());
        Executor threads = executor == null ? Workers::start : executor;
        threads.execute(() -> {
            try (child) {
                handle.drive(() -> run.apply(own, handle.log));
            }
        });
        return handle;
    }

    private void drive(Supplier<RunResult> run) {
        try {
            RunResult ended = run.get();
            log.end(null);
            result.complete(ended);
        } catch (RuntimeException | Error failed) {
            log.end(failed);
            result.completeExceptionally(failed);
            if (failed instanceof VirtualMachineError fatal) throw fatal;
        }
    }

    /** The run's id. */
    public String runId() {
        return runId;
    }

    /**
     * What comes of the run; completed on the run's thread. To complete or cancel the stage does nothing to the run.
     *
     * @return fails with what {@code Agent.run} throws: misuse, or a journal that cannot be read or written
     */
    public CompletionStage<RunResult> result() {
        return result.minimalCompletionStage();
    }

    /**
     * Waits for what comes of the run. An interrupt of the waiting thread does not cancel the run.
     *
     * @throws CompletionException with what {@code Agent.run} throws as its cause
     */
    public RunResult await() {
        return result.join();
    }

    /** Cancels the run, which ends as soon as what it does hears of it, and can be resumed. */
    public void cancel(String reason) {
        cancellation.cancel(reason);
    }

    /**
     * Leaves something for the run: words, decisions, other limits.
     *
     * @throws dev.spindle.context.AgentException if it is a decision that is incomplete, or about another run
     */
    public void post(Input input) {
        inbox.accept(input);
    }

    /**
     * The run's events behind a place, each once and in order; complete when the run has ended, stopped or waits.
     *
     * <p>A subscriber gets as many as it requests and holds up nobody: not the run, nor others. One that stays behind by more than the
     * kept live events misses the oldest of these, and no recorded one. It fails where {@link #result} does.
     *
     * @param after {@link Cursor#START} for all of them, or {@link Cursor#behind} the event that was seen last
     */
    public Flow.Publisher<RunEvent> events(Cursor after) {
        return log.behind(after);
    }

    /**
     * A place between two events of a run, where somebody who watched can go on watching: behind the event that was seen last.
     *
     * <p>Its text, {@code 12} behind the recorded event 12 and {@code 13-4} behind a live one, fits the id of a server-sent event and
     * comes back in {@code Last-Event-ID}.
     *
     * @param position of the recorded event that was seen last, or that the live one leads up to; -1 before everything
     * @param sequence of the live event that was seen last; -1 behind a recorded one
     */
    public record Cursor(long position, long sequence) {
        /** Before the first event. */
        public static final Cursor START = new Cursor(-1, -1);

        private static final Pattern TEXT = Pattern.compile("(\\d{1,18})(?:-(\\d{1,18}))?");

        /** Behind an event. */
        public static Cursor behind(RunEvent event) {
            if (event instanceof Recorded recorded)
                return new Cursor(recorded.at().position(), -1);
            Moment moment = ((Live) event).moment();
            return new Cursor(moment.position(), moment.sequence());
        }

        /**
         * Reads what {@link #toString} wrote; an empty text is the start.
         *
         * @throws IllegalArgumentException if it is no such text
         */
        public static Cursor parse(String text) {
            if (text.isEmpty()) return START;
            Matcher parts = TEXT.matcher(text);
            if (!parts.matches()) {
                throw new IllegalArgumentException("'" + (text.length() > 40 ? text.substring(0, 40) + "…" : text)
                        + "' is no place in a run; it looks like 12 or 13-4");
            }
            return new Cursor(
                    Long.parseLong(parts.group(1)), parts.group(2) == null ? -1 : Long.parseLong(parts.group(2)));
        }

        /** Whether the event that was seen last is a sound, not a fact. */
        public boolean isLive() {
            return sequence >= 0;
        }

        /** The position of the first recorded event that was not seen. */
        public long nextRecorded() {
            return isLive() ? position : position + 1;
        }

        @Override
        public String toString() {
            if (position < 0) return "";
            return isLive() ? position + "-" + sequence : Long.toString(position);
        }
    }
}
