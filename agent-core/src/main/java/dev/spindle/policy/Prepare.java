package dev.spindle.policy;

import dev.spindle.model.Model;
import dev.spindle.model.ModelCall;
import dev.spindle.model.ModelReply;
import dev.spindle.run.Interceptor;
import java.util.Objects;
import java.util.function.UnaryOperator;

/**
 * Changes each question before the model is asked: hides or rewords tools, sets options or the choice of tools for this step.
 *
 * <pre>{@code
 * new Prepare(call -> call.messages().size() > 10
 *     ? call.withOptions(call.options().withToolChoice(new ToolChoice.None()))
 *     : call)
 * }</pre>
 *
 * <p>What it hides, the model does not see, yet a call of it would still run: to take a tool away, filter its registry.
 *
 * @param change called from many threads; looks at nothing but the question, so that a run that is repeated asks the same
 */
public record Prepare(UnaryOperator<ModelCall> change) implements Interceptor {
    /** Nothing may be null. */
    public Prepare {
        Objects.requireNonNull(change, "change");
    }

    @Override
    public ModelReply aroundModel(ModelCall call, Model next) {
        return next.call(change.apply(call));
    }
}
