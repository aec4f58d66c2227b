package dev.spindle.restate;

import dev.restate.sdk.DurableFuture;
import dev.restate.sdk.WorkflowContext;
import dev.restate.sdk.common.TerminalException;
import dev.spindle.event.EventJson;
import dev.spindle.event.Input;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/*
 * A row of durable promises, of which those who post keep the first that nobody has kept. One of them is waited for at any time, beside
 * whatever the run does; the engine tells in which order they were kept and the steps ended, the same in every attempt.
 */
/** What is posted to a run. For the thread of its handler. */
final class Inbox {
    /** What is posted to a run that is only to go on. */
    static final String NOTHING = "null";

    private final WorkflowContext engine;
    private final Shelf shelf;
    private final List<Input> heard = new ArrayList<>();
    private Consumer<String> onCancel = reason -> {};
    private DurableFuture<String> coming;
    private long next;
    private long taken;
    private boolean rung;
    private boolean endedByEngine;
    private @Nullable String cancelled;

    Inbox(WorkflowContext engine, Shelf shelf) {
        this.engine = engine;
        this.shelf = shelf;
        this.coming = engine.promise(Stage.posted(0)).future();
    }

    /** Who is told of a cancellation at once. */
    void onCancel(Consumer<String> action) {
        onCancel = action;
    }

    /** Waits for one of these, and hears meanwhile what is posted. */
    int await(List<DurableFuture<?>> steps) {
        while (true) {
            int first = awaitAny(steps);
            if (first >= 0) return first;
        }
    }

    /**
     * Waits until something is posted.
     *
     * @param atMost null for ever
     * @return false if the time was over before
     */
    boolean awaitPost(@Nullable Duration atMost) {
        if (rung) return true;
        List<DurableFuture<?>> time = atMost == null ? List.of() : List.of(engine.timer("rest", atMost));
        while (!rung && !endedByEngine) if (awaitAny(time) >= 0) return false;
        return true;
    }

    /** Which of these it was, or -1 if it was something else: something was posted, or others want to read what there is. */
    private int awaitAny(List<DurableFuture<?>> steps) {
        List<DurableFuture<?>> all = new ArrayList<>(steps);
        all.add(coming);
        shelf.bell().ifPresent(all::add);
        try {
            int first = DurableFuture.any(all).await();
            if (first < steps.size()) return first;
            if (first > steps.size()) {
                shelf.put();
                return -1;
            }
        } catch (TerminalException cancelled) {
            if (cancelled.getCode() != TerminalException.CANCELLED_CODE) throw cancelled;
            endedByEngine = true;
            hear(new Input.Cancelled("the engine cancelled it"));
            return -1;
        }
        String posted = coming.await();
        rung = true;
        next++;
        coming = engine.promise(Stage.posted(next)).future();
        if (!posted.equals(NOTHING)) hear(EventJson.readInput(posted));
        return -1;
    }

    private void hear(Input input) {
        heard.add(input);
        if (!(input instanceof Input.Cancelled cancels)) return;
        cancelled = cancels.reason();
        onCancel.accept(cancels.reason());
    }

    /** Why the run was cancelled since it last went on. */
    Optional<String> cancelled() {
        return Optional.ofNullable(cancelled);
    }

    /** The run goes on, whatever was said before. */
    void goOn() {
        cancelled = null;
    }

    /** What was heard since it was taken last. */
    List<Input> take() {
        List<Input> inputs = List.copyOf(heard);
        heard.clear();
        rung = false;
        taken = next;
        return inputs;
    }

    boolean isEmpty() {
        return heard.isEmpty();
    }

    /** How much of what was posted has been taken. */
    long taken() {
        return taken;
    }

    /** Whether the engine itself was told to cancel the run, which so cannot go on there. */
    boolean isEndedByEngine() {
        return endedByEngine;
    }
}
