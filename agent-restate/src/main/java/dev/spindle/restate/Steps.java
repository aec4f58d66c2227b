package dev.spindle.restate;

import dev.restate.sdk.DurableFuture;
import dev.restate.sdk.WorkflowContext;
import dev.spindle.event.RunEvent.Recorded;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Supplier;

/** Durable steps of a run, each of which makes events: once, whatever dies meanwhile. For the thread of its handler. */
final class Steps {
    private final WorkflowContext engine;
    private final Crew crew;
    private final Queue<Made> made = new ConcurrentLinkedQueue<>();

    Steps(WorkflowContext engine, Crew crew) {
        this.engine = engine;
        this.crew = crew;
    }

    /** A step that was begun. */
    DurableFuture<String> begin(String name, Supplier<List<Recorded>> work) {
        return start(name, () -> Made.of(work.get()));
    }

    /** A step that was begun, which may make something else than events. */
    DurableFuture<String> start(String name, Supplier<Made> work) {
        return engine.runAsync(name, Texts.LINES, () -> {
            crew.beginStep();
            try {
                Made here = work.get();
                made.add(here);
                return here.text();
            } finally {
                crew.endStep();
            }
        });
    }

    /** What a step made, and whether that was here and now, or by an attempt before this one. */
    Made end(DurableFuture<String> step) {
        String text = step.await();
        for (Made here : made) {
            if (!here.text().equals(text)) continue;
            made.remove(here);
            return here;
        }
        return new Made(text, Child.find(text).isPresent() ? List.of() : Texts.read(text), false);
    }

    /**
     * What a step made.
     *
     * @param here whether it was made by this attempt, and not by one before it
     */
    record Made(String text, List<Recorded> events, boolean here) {
        /** Made here and now. */
        static Made of(List<Recorded> events) {
            return new Made(Texts.write(events), events, true);
        }
    }
}
