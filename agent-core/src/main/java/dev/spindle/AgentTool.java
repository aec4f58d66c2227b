package dev.spindle;

import dev.spindle.context.RunContext;
import dev.spindle.event.Decision;
import dev.spindle.event.Input;
import dev.spindle.event.RunEvent;
import dev.spindle.event.RunEvent.Recorded;
import dev.spindle.event.RunEvent.Started;
import dev.spindle.journal.Journal;
import dev.spindle.json.Json;
import dev.spindle.message.UserMessage;
import dev.spindle.run.RunListener;
import dev.spindle.run.RunRequest;
import dev.spindle.run.RunRequest.ChildRuns;
import dev.spindle.run.RunRequest.ChildTerms;
import dev.spindle.run.RunResult;
import dev.spindle.tool.Tool.Effect;
import dev.spindle.tool.ToolException;
import dev.spindle.tool.ToolFunction;
import dev.spindle.tool.ToolInvocation;
import dev.spindle.tool.ToolResult;
import dev.spindle.tool.ToolSpec;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * An agent as a tool of another. The child's run id is the identity of the parent's call, so that a call that runs again goes on with
 * the same child, and repeats nothing.
 */
record AgentTool(Agent agent, @Nullable Class<?> output) {
    private static final Json PARAMETERS = Json.parse("""
            {"type":"object","properties":{"request":{"type":"string","description":"What to do, with all that must be known for it"}},\
            "required":["request"],"additionalProperties":false}""");

    private static final long SHORTEST_PAUSE_MILLIS = 20;
    private static final long LONGEST_PAUSE_MILLIS = 500;

    ToolFunction function(String name, String description) {
        ToolSpec.Supervision asLongAsTheRun = ToolSpec.Supervision.DEFAULT.withTimeout(Duration.ZERO);
        ToolSpec spec = new ToolSpec(name, description, PARAMETERS, Effect.IDEMPOTENT, asLongAsTheRun);
        return ToolFunction.of(spec, this::call);
    }

    private ToolResult call(ToolInvocation invocation) throws InterruptedException {
        RunContext context = invocation.context();
        Optional<ChildTerms> terms = context.tags().find(ChildTerms.TAG);
        RunRequest request = RunRequest.of(
                        UserMessage.of(invocation.arguments().get("request").string()))
                .withRunId(invocation.idempotencyKey())
                .within(context);
        RunRequest typed = output == null ? request : request.returning(output);
        Optional<ChildRuns> elsewhere = context.tags().find(ChildRuns.TAG).filter(runs -> runs.drives(agent.setup()));
        if (elsewhere.isPresent()) return elsewhere.get().call(agent.setup(), typed);
        terms.ifPresent(given -> given.decisions().forEach(decision -> post(invocation.idempotencyKey(), decision)));
        RunListener parent = terms.map(ChildTerms::listener).orElse(null);
        return answer(run(typed, parent == null ? null : event -> tell(parent, event, invocation)));
    }

    /*
     * Who drives the child mostly died with its parent's driver, and the child's lease only ends a little later; if they live, they end it
     * themselves. Either way what the child answers is worth waiting for, as long as the parent's call may take.
     */
    private RunResult run(RunRequest request, @Nullable RunListener listener) throws InterruptedException {
        long pause = SHORTEST_PAUSE_MILLIS;
        while (true) {
            try {
                return listener == null ? agent.run(request) : agent.run(request, listener);
            } catch (Journal.ConflictException driven) {
                if (isOfAnotherQuestion(request)) throw driven;
            }
            TimeUnit.MILLISECONDS.sleep(pause);
            pause = Math.min(2 * pause, LONGEST_PAUSE_MILLIS);
        }
    }

    private boolean isOfAnotherQuestion(RunRequest request) {
        List<Recorded> known = agent.setup().stores().journal().read(request.runId(), 0);
        return !known.isEmpty() && !((Started) known.get(0)).opening().input().equals(request.input());
    }

    /** Through the inbox, which takes it kindly if the child has heard of it already. */
    private void post(String childId, Decision decision) {
        agent.post(childId, new Input.Decided(decision));
    }

    private static void tell(RunListener parent, RunEvent event, ToolInvocation invocation) {
        parent.on(event);
        if (event instanceof RunEvent.ToolStarted started) invocation.progress().accept("calls " + started.tool());
    }

    private static ToolResult answer(RunResult result) {
        if (result.isPaused()) throw new ToolException.Suspended(result.awaitingApproval());
        return result.asToolResult();
    }
}
