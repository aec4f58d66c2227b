package dev.spindle.journal;

import dev.spindle.event.RunEvent;
import dev.spindle.event.RunEvent.Recorded;
import java.util.List;

/** The rule of one driver, as every journal keeps it. For those who write a {@link Journal}. */
public final class Conflicts {
    private Conflicts() {}

    /** Whether whoever appends these events begins to drive the run. */
    public static boolean takesTheWheel(List<Recorded> events) {
        Recorded first = events.get(0);
        return first instanceof RunEvent.Started || first instanceof RunEvent.Resumed;
    }

    /** Whether whoever appends these events drives the run no more. */
    public static boolean endsDriving(List<Recorded> events) {
        Recorded last = events.get(events.size() - 1);
        return last instanceof RunEvent.Stopped || last instanceof RunEvent.Finished;
    }

    /** Another event stands there, or there would be a gap. */
    public static JournalConflictException positionTaken(String runId, long position, long next) {
        return new JournalConflictException("Position " + position + " of run '" + runId + "' is taken, the next is "
                + next + "; somebody else went on with the run");
    }

    /** Somebody else drives the run. */
    public static JournalConflictException driven(String runId) {
        return new JournalConflictException(
                "Run '" + runId + "' is being driven by somebody else; wait for it to stop, or post to its inbox");
    }

    /** The run is driven, if at all, through another journal. */
    public static JournalConflictException notDrivenHere(String runId) {
        return new JournalConflictException("Run '" + runId + "' is not driven from here; resume it first");
    }
}
