package dev.spindle.tool;

/** The code behind a tool; also what comes next for an interceptor of tool calls. */
@FunctionalInterface
public interface ToolHandler {
    /**
     * Runs the tool once. Called from several threads at a time.
     *
     * @param invocation the call, with arguments that fit the tool's schema
     * @return what the model reads
     * @throws Exception anything: the model reads its class and message, the operator's log has the whole
     */
    ToolResult call(ToolInvocation invocation) throws Exception;
}
