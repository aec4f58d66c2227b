package dev.spindle.model;

import java.util.List;

/** Which tools a model may or must call at the next step. */
public sealed interface ToolChoice
        permits ToolChoice.Auto, ToolChoice.None, ToolChoice.Required, ToolChoice.Named, ToolChoice.Allowed {
    /** Whether the model must call a tool, so that the choice may hold for one step only. */
    default boolean isForced() {
        return this instanceof Required
                || this instanceof Named
                || (this instanceof Allowed allowed && allowed.required());
    }

    /** The model decides. */
    record Auto() implements ToolChoice {}

    /** It calls none. */
    record None() implements ToolChoice {}

    /** It calls at least one. */
    record Required() implements ToolChoice {}

    /** It calls this one. */
    record Named(String tool) implements ToolChoice {}

    /**
     * It calls only these, while the list of tools, and the prompt cache with it, stays as it is.
     *
     * @param required whether it must call one of them
     */
    record Allowed(List<String> tools, boolean required) implements ToolChoice {
        /** Copies the names. */
        public Allowed {
            tools = List.copyOf(tools);
        }
    }
}
