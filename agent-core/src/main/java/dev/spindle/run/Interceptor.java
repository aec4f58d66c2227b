package dev.spindle.run;

import dev.spindle.model.Model;
import dev.spindle.model.ModelCall;
import dev.spindle.model.ModelReply;
import dev.spindle.tool.ToolHandler;
import dev.spindle.tool.ToolInvocation;
import dev.spindle.tool.ToolResult;

/**
 * Stands around every model call and tool call of a run: retry, guard, trace, cut, each a file of its own.
 *
 * <p>Interceptors nest in the order of their list, the first outermost. Called from many threads.
 */
public interface Interceptor {
    /** Makes a model call, by handing it to the next, changed or not, once, often or never. */
    default ModelReply aroundModel(ModelCall call, Model next) {
        return next.call(call);
    }

    /** Makes a tool call, by handing it to the next, changed or not, once, often or never. */
    default ToolResult aroundTool(ToolInvocation invocation, ToolHandler next) throws Exception {
        return next.call(invocation);
    }
}
