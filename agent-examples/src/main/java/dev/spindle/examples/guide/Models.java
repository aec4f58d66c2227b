package dev.spindle.examples.guide;

import dev.spindle.model.Model;
import dev.spindle.model.openai.OpenAiModel;
import dev.spindle.testing.ScriptedModel;

/** The model that an example asks. */
final class Models {
    private Models() {}

    /** Whether the environment names a real model. */
    static boolean areReal() {
        return System.getenv("OPENAI_API_KEY") != null;
    }

    /** The model that the environment names; without one, a model that plays its part by a script. */
    static Model realOr(ScriptedModel understudy) {
        return areReal() ? OpenAiModel.fromEnvironment() : understudy;
    }
}
