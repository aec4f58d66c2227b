package dev.spindle.run;

import dev.spindle.model.Model;
import dev.spindle.model.ModelCall;
import dev.spindle.model.ModelReply;
import dev.spindle.tool.ToolInvocation;
import dev.spindle.tool.ToolResult;
import java.util.Objects;
import java.util.function.UnaryOperator;

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
    default ToolResult aroundTool(ToolInvocation invocation, ToolInvocation.Handler next) throws Exception {
        return next.call(invocation);
    }

    /**
     * Changes each question before the model is asked: hides or rewords tools, sets options or the choice of tools for this step.
     *
     * <pre>{@code
     * Interceptor.prepare(call -> call.messages().size() > 10
     *     ? call.withOptions(call.options().withToolChoice(new ToolChoice.None()))
     *     : call)
     * }</pre>
     *
     * <p>What it hides, the model does not see, yet a call of it would still run: to take a tool away, filter its registry.
     *
     * @param change called from many threads; looks at nothing but the question, so that a run that is repeated asks the same
     */
    static Interceptor prepare(UnaryOperator<ModelCall> change) {
        return new Preparation(Objects.requireNonNull(change, "change"));
    }
}
