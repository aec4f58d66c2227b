package dev.spindle.run;

import dev.spindle.model.Model;
import dev.spindle.model.ModelCall;
import dev.spindle.model.ModelReply;
import java.util.function.UnaryOperator;

/** Changes each question before the model is asked. */
record Preparation(UnaryOperator<ModelCall> change) implements Interceptor {
    @Override
    public ModelReply aroundModel(ModelCall call, Model next) {
        return next.call(change.apply(call));
    }
}
