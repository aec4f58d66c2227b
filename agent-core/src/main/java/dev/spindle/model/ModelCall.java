package dev.spindle.model;

import dev.spindle.context.RunContext;
import dev.spindle.json.Json;
import dev.spindle.message.Message;
import dev.spindle.message.SystemMessage;
import dev.spindle.message.Transcript;
import dev.spindle.model.Model.Deltas;
import dev.spindle.tool.ToolSpec;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One question to a model.
 *
 * @param messages the conversation so far, every tool call answered
 * @param tools what the model may call
 * @param options temperature and the like
 * @param output the form that the final answer must have; null for free text
 * @param deltas takes the pieces of the reply as they come; {@link Deltas#IGNORED} if nobody listens
 * @param context the run
 */
public record ModelCall(
        Transcript messages,
        List<ToolSpec> tools,
        ModelOptions options,
        @Nullable OutputSchema output,
        Deltas deltas,
        RunContext context) {
    /** Copies the tools and checks the conversation. */
    public ModelCall {
        tools = List.copyOf(tools);
        if (!messages.isClosed())
            throw new IllegalArgumentException("A tool call has no answer yet; append it before asking");
    }

    /** A plain question: a conversation, and nothing else. */
    public static ModelCall of(Transcript messages) {
        return new ModelCall(messages, List.of(), ModelOptions.DEFAULT, null, Deltas.IGNORED, RunContext.of("direct"));
    }

    /** Whether somebody listens to the pieces. */
    public boolean streaming() {
        return deltas != Deltas.IGNORED;
    }

    /** An estimate of the tokens that the question takes: the conversation, the tools, and the form of the answer. */
    public long estimatedTokens() {
        long tokens = 0;
        for (Message message : messages.messages()) tokens += message.estimatedTokens();
        for (ToolSpec tool : tools) tokens += tokensOf(tool.name() + tool.description() + tool.parameters());
        return output == null ? tokens : tokens + tokensOf(output.name() + output.schema());
    }

    private static long tokensOf(String text) {
        return new SystemMessage(text).estimatedTokens();
    }

    /** This question with another conversation. */
    public ModelCall withMessages(Transcript other) {
        return new ModelCall(other, tools, options, output, deltas, context);
    }

    /** This question with other tools. */
    public ModelCall withTools(List<ToolSpec> other) {
        return new ModelCall(messages, other, options, output, deltas, context);
    }

    /** This question with other options. */
    public ModelCall withOptions(ModelOptions other) {
        return new ModelCall(messages, tools, other, output, deltas, context);
    }

    /** This question with a form for its answer. */
    public ModelCall withOutput(@Nullable OutputSchema other) {
        return new ModelCall(messages, tools, options, other, deltas, context);
    }

    /** This question with another listener. */
    public ModelCall withDeltas(Deltas other) {
        return new ModelCall(messages, tools, options, output, other, context);
    }

    /** This question in another context. */
    public ModelCall withContext(RunContext other) {
        return new ModelCall(messages, tools, options, output, deltas, other);
    }

    /**
     * The form that a final answer must have.
     *
     * @param name a short name for it, {@code [a-zA-Z0-9_-]{1,64}}
     * @param schema its JSON Schema
     */
    public record OutputSchema(String name, Json schema) {}
}
