package dev.spindle.tool;

import dev.spindle.context.AgentException;
import java.util.List;

/** Thrown by a tool whose own work waits for a person: the call has no answer yet, and runs again once somebody has decided. */
public final class ToolSuspendedException extends AgentException {
    private static final long serialVersionUID = 1L;

    private final transient List<PendingCall> waiting;

    /** Creates it with what waits inside the tool, by the paths known there. */
    public ToolSuspendedException(List<PendingCall> waiting) {
        super("The tool waits for " + waiting.size() + " decision(s)");
        this.waiting = List.copyOf(waiting);
    }

    /** What waits inside the tool. */
    public List<PendingCall> waiting() {
        return waiting;
    }
}
