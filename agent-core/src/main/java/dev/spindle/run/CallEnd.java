package dev.spindle.run;

import dev.spindle.tool.PendingCall;
import dev.spindle.tool.ToolResult;
import java.util.List;

/** How one run of a tool ended. */
public sealed interface CallEnd permits CallEnd.Answered, CallEnd.Suspended {
    /** With its answer. */
    record Answered(ToolResult result) implements CallEnd {}

    /** Without one yet: calls inside it, made by an agent of its own, wait for a person. */
    record Suspended(List<PendingCall> waiting) implements CallEnd {
        /** Copies the calls. */
        public Suspended {
            waiting = List.copyOf(waiting);
        }
    }
}
