package dev.spindle.run;

import dev.spindle.event.RunEvent;
import dev.spindle.event.RunEvent.Moment;
import dev.spindle.message.CallId;
import dev.spindle.model.Delta;
import dev.spindle.model.Model.Deltas;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/** Turns what is heard during one step into live events, numbered in the order they are heard. */
final class LiveEvents implements Deltas {
    private final RunListener listener;
    private final long position;
    private final AtomicLong sequence;
    private final AtomicInteger attempt = new AtomicInteger();
    private final StringBuilder text = new StringBuilder();

    /** @param sequence counts what is heard of the run, so that each event has a place of its own */
    LiveEvents(RunListener listener, long position, AtomicLong sequence) {
        this.listener = listener;
        this.position = position;
        this.sequence = sequence;
    }

    @Override
    public void accept(Delta delta) {
        if (delta instanceof Delta.Text more) text.append(more.text());
        if (delta instanceof Delta.Dropped) text.setLength(0);
        listener.on(event(delta));
        if (delta instanceof Delta.Waiting) attempt.incrementAndGet();
    }

    private RunEvent event(Delta delta) {
        if (delta instanceof Delta.Text text) return new RunEvent.TextWritten(moment(), text.text());
        if (delta instanceof Delta.Reasoning thought) return new RunEvent.ReasoningWritten(moment(), thought.text());
        if (delta instanceof Delta.ArgumentsPiece more) {
            return new RunEvent.ArgumentsWritten(moment(), more.index(), more.name(), more.piece());
        }
        if (delta instanceof Delta.Waiting wait) return new RunEvent.AttemptDelayed(moment(), wait.pause(), wait.why());
        return new RunEvent.ReplyDropped(moment(), ((Delta.Dropped) delta).why());
    }

    /** The text that was heard of the reply, and not dropped since. */
    String textSoFar() {
        return text.toString();
    }

    void progressed(CallId id, String text) {
        listener.on(new RunEvent.ToolProgressed(moment(), id, text));
    }

    void abandoned(CallId id, String tool) {
        listener.on(new RunEvent.ToolAbandoned(moment(), id, tool));
    }

    /** What an agent heard that answers a call; what its own children said has a path already, which goes on. */
    void child(CallId id, RunEvent event) {
        if (event instanceof RunEvent.ChildHeard deeper) {
            listener.on(new RunEvent.ChildHeard(moment(), id + "/" + deeper.path(), deeper.event()));
        } else {
            listener.on(new RunEvent.ChildHeard(moment(), id.toString(), event));
        }
    }

    private Moment moment() {
        return new Moment(position, attempt.get(), sequence.getAndIncrement());
    }
}
