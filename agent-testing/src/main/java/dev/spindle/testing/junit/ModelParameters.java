package dev.spindle.testing.junit;

import dev.spindle.model.Model;
import dev.spindle.testing.ScriptedModel;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolutionException;
import org.junit.jupiter.api.extension.ParameterResolver;

/** Gives models to tests, and settles with them when a test has passed. */
final class ModelParameters implements ParameterResolver, AfterEachCallback {
    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext test) {
        return parameter.getParameter().getType() == ScriptedModel.class || parameter.isAnnotated(Cassette.class);
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext test) {
        return parameter
                .findAnnotation(Cassette.class)
                .map(cassette -> played(cassette, parameter, test))
                .orElseGet(() -> scripted(test));
    }

    private static Model played(Cassette cassette, ParameterContext parameter, ExtensionContext test) {
        if (parameter.getParameter().getType() != Model.class) {
            throw new ParameterResolutionException(
                    "@Cassette(\"" + cassette.value() + "\") stands at a parameter of type "
                            + parameter.getParameter().getType().getSimpleName() + "; declare it as Model");
        }
        return Cassettes.model(cassette, settlements(test).all::add);
    }

    private static Model scripted(ExtensionContext test) {
        ScriptedModel model = ScriptedModel.empty();
        settlements(test).all.add(model::assertComplete);
        return model;
    }

    @Override
    public void afterEach(ExtensionContext test) {
        if (test.getExecutionException().isEmpty()) settlements(test).all.forEach(Runnable::run);
    }

    private static Settlements settlements(ExtensionContext test) {
        return test.getStore(Namespace.create(ModelParameters.class))
                .getOrComputeIfAbsent(Settlements.class, unused -> new Settlements(), Settlements.class);
    }

    /** What is to be done when the test has passed. */
    private static final class Settlements {
        private final List<Runnable> all = new ArrayList<>();
    }
}
