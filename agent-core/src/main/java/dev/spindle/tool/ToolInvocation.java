package dev.spindle.tool;

import dev.spindle.context.RunContext;
import dev.spindle.json.Json;
import dev.spindle.message.CallId;
import java.util.function.Consumer;

/**
 * One supervised call of a tool.
 *
 * @param id the call's identity within its run
 * @param spec the tool
 * @param accepted the arguments, read and checked
 * @param context the run: its id, its cancellation, its tags
 * @param progress takes short texts for whoever watches; they are not recorded and the model does not read them
 */
public record ToolInvocation(
        CallId id, ToolSpec spec, Arguments.Accepted accepted, RunContext context, Consumer<String> progress) {
    /** The arguments: a JSON object that fits the tool's schema. */
    public Json arguments() {
        return accepted.json();
    }

    /**
     * A key that is the same each time this call runs, and no other call has: {@code runId/turn.index}.
     *
     * <p>Give it to the service that the tool writes to, so that a call that runs again takes effect once.
     */
    public String idempotencyKey() {
        return context.runId() + "/" + id;
    }

    /** This call with another context. */
    public ToolInvocation withContext(RunContext other) {
        return new ToolInvocation(id, spec, accepted, other, progress);
    }

    /** This call with other arguments, which must fit the schema. */
    public ToolInvocation withArguments(Arguments.Accepted other) {
        return new ToolInvocation(id, spec, other, context, progress);
    }

    /** The code behind a tool; also what comes next for an interceptor of tool calls. */
    @FunctionalInterface
    public interface Handler {
        /**
         * Runs the tool once. Called from several threads at a time.
         *
         * @param invocation the call, with arguments that fit the tool's schema
         * @return what the model reads
         * @throws Exception anything: the model reads its class and message, the operator's log has the whole
         */
        ToolResult call(ToolInvocation invocation) throws Exception;
    }
}
