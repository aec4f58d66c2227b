package dev.spindle.testing.junit;

import dev.spindle.model.Model;
import dev.spindle.model.openai.OpenAiModel;
import java.util.function.Supplier;

/** The model that the variables {@code OPENAI_API_KEY}, {@code OPENAI_MODEL} and {@code OPENAI_BASE_URL} name. */
public final class ModelOfEnvironment implements Supplier<Model> {
    /** Made by the extension that records. */
    public ModelOfEnvironment() {}

    @Override
    public Model get() {
        return OpenAiModel.fromEnvironment();
    }
}
