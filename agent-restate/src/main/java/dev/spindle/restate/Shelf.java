package dev.spindle.restate;

import dev.restate.sdk.DurableFuture;
import dev.restate.sdk.WorkflowContext;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/*
 * To put events there costs as much as half a step. So those of quick steps are put there together: what comes within a second of the last
 * put waits until that second is over, which a timer of the engine tells, or until the run rests. When that is follows from the times of
 * events and from what the engine tells, so it is the same in every attempt.
 */
/** Where others read a run's events. For the thread of its handler. */
final class Shelf {
    private static final Duration MOST = Duration.ofSeconds(1);

    /** What waits together, in characters; an engine takes messages of a few ten million bytes at most. */
    private static final int MOST_CHARACTERS = 1 << 20;

    private final WorkflowContext engine;
    private final StringBuilder waiting = new StringBuilder();
    private long from;
    private Instant last = Instant.EPOCH;
    private Instant put = Instant.EPOCH;
    private @Nullable DurableFuture<Void> bell;

    Shelf(WorkflowContext engine) {
        this.engine = engine;
    }

    /**
     * Takes what follows all that it has.
     *
     * @param text events, a line each
     * @param time of the last of them
     */
    void take(long position, String text, Instant time) {
        if (waiting.length() + text.length() > MOST_CHARACTERS) put();
        if (waiting.isEmpty()) from = position;
        else waiting.append('\n');
        waiting.append(text);
        last = time;
        Duration early = MOST.minus(Duration.between(put, time));
        if (early.isNegative() || early.isZero() || waiting.length() > MOST_CHARACTERS) put();
        else if (bell == null) bell = engine.timer("show", early.compareTo(MOST) < 0 ? early : MOST);
    }

    /** Lets others read all that it has. */
    void put() {
        bell = null;
        if (waiting.isEmpty()) return;
        engine.set(Stage.events(from), waiting.toString());
        waiting.setLength(0);
        put = last;
    }

    /** What is to be waited for, so that others need not wait; {@link #put} is due when it is there. */
    Optional<DurableFuture<Void>> bell() {
        return Optional.ofNullable(bell);
    }
}
