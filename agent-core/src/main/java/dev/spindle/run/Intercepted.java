package dev.spindle.run;

import dev.spindle.message.Cost;
import dev.spindle.message.Usage;
import dev.spindle.model.Budget;
import dev.spindle.model.Model;
import dev.spindle.model.ModelCall;
import dev.spindle.model.ModelReply;
import java.util.List;

/** A model with an interceptor around it. */
record Intercepted(Interceptor around, Model next) implements Model {
    /** The model, metered, with all interceptors around it, the first outermost. */
    static Model by(List<Interceptor> interceptors, Model model) {
        Model chain = Budget.metered(model);
        for (int at = interceptors.size() - 1; at >= 0; at--) chain = new Intercepted(interceptors.get(at), chain);
        return chain;
    }

    @Override
    public ModelReply call(ModelCall call) {
        return around.aroundModel(call, next);
    }

    @Override
    public Cost cost(Usage usage) {
        return next.cost(usage);
    }

    @Override
    public String id() {
        return next.id();
    }
}
