package dev.spindle.run;

import dev.spindle.run.RunEvent.Recorded;
import java.util.List;

/** The rule of one driver, as every journal keeps it. */
final class Conflicts {
    private Conflicts() {}

    static boolean takesTheWheel(List<Recorded> events) {
        Recorded first = events.get(0);
        return first instanceof RunEvent.Started || first instanceof RunEvent.Resumed;
    }

    static boolean endsDriving(List<Recorded> events) {
        Recorded last = events.get(events.size() - 1);
        return last instanceof RunEvent.Stopped || last instanceof RunEvent.Finished;
    }

    static JournalConflictException positionTaken(String runId, long position, long next) {
        return new JournalConflictException("Position " + position + " of run '" + runId + "' is taken, the next is "
                + next + "; somebody else went on with the run");
    }

    static JournalConflictException driven(String runId) {
        return new JournalConflictException(
                "Run '" + runId + "' is being driven by somebody else; wait for it to stop, or post to its inbox");
    }
}
