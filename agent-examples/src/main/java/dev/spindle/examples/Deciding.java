package dev.spindle.examples;

import dev.spindle.event.Decision;
import dev.spindle.tool.PendingCall;
import java.util.List;

/** Who decides, while a command runs, about calls that wait. */
@FunctionalInterface
interface Deciding {
    /** Nobody is there: the calls go on waiting. */
    Deciding NOBODY = waiting -> List.of();

    /** A decision about each of the calls; none if they are left waiting. */
    List<Decision> about(List<PendingCall> waiting);
}
