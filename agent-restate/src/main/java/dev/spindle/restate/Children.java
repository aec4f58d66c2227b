package dev.spindle.restate;

import dev.spindle.context.Ids;
import dev.spindle.event.RunEvent.Recorded;
import dev.spindle.event.RunEvent.ToolFinished;
import dev.spindle.event.RunEvent.ToolSuspended;
import dev.spindle.run.RunRequest;
import dev.spindle.run.RunSetup;
import dev.spindle.tool.ToolException;
import dev.spindle.tool.ToolResult;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/*
 * No thread waits for a child, which may take days. So a call of an agent is made twice, with all that stands around it: the first time it is
 * suspended, and says which run it waits for; the second time that run has come to rest, and what came of it is the answer.
 */
/** What calls of agents see of the runs that answer them. Thread-safe. */
final class Children implements RunRequest.ChildRuns {
    private final IdentityHashMap<RunSetup, String> services;
    private final Map<String, Child> asked = new ConcurrentHashMap<>();
    private final Map<String, Recorded> rested = new ConcurrentHashMap<>();

    /**
     * Creates it.
     *
     * @param services of the agents that are served
     */
    Children(IdentityHashMap<RunSetup, String> services) {
        this.services = services;
    }

    @Override
    public boolean drives(RunSetup agent) {
        return services.containsKey(agent);
    }

    @Override
    public ToolResult call(RunSetup agent, RunRequest request) throws ToolException.Suspended {
        Recorded rest = rested.get(request.runId());
        if (rest instanceof ToolFinished finished) return finished.result();
        if (rest instanceof ToolSuspended suspended) throw new ToolException.Suspended(suspended.waiting());
        String service = Objects.requireNonNull(services.get(agent));
        asked.put(Ids.run(request.runId()), Child.of(service, agent, request));
        throw new ToolException.Suspended(List.of());
    }

    /** Before a call that may be that of an agent is made for the first time. */
    void forget(String runId) {
        asked.remove(runId);
        rested.remove(runId);
    }

    /** Which run a call waits for that ended so. */
    Optional<Child> findAsked(String runId, Recorded end) {
        boolean waits =
                end instanceof ToolSuspended suspended && suspended.waiting().isEmpty();
        return waits ? Optional.ofNullable(asked.get(runId)) : Optional.empty();
    }

    /** Before the call is made again: how its run has come to rest. */
    void rest(String runId, Recorded how) {
        rested.put(runId, how);
    }
}
