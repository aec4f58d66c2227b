package dev.spindle.model.openai;

import dev.spindle.context.RunContext;
import dev.spindle.json.Json;
import dev.spindle.message.Transcript;
import dev.spindle.model.Model.Deltas;
import dev.spindle.model.ModelCall;
import dev.spindle.model.ModelCall.OutputSchema;
import dev.spindle.model.ModelException;
import dev.spindle.model.ModelOptions;
import dev.spindle.model.ModelReply;
import dev.spindle.tool.ToolSpec;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A chat-completions request in this library's own types, as a gateway or a replay needs it.
 *
 * @param model the model asked for; empty if the request names none
 * @param messages the conversation, every tool call answered
 * @param tools what the model may call; empty if they are of a kind that only passes through, as a field of the options
 * @param options all other fields; those without a typed name pass through as they are
 * @param output the form of the answer; null for free text, or if it passes through as a field of the options
 * @param stream whether pieces are wanted as they come
 */
public record ChatRequest(
        String model,
        Transcript messages,
        List<ToolSpec> tools,
        ModelOptions options,
        @Nullable OutputSchema output,
        boolean stream) {
    /** Copies the tools. */
    public ChatRequest {
        tools = List.copyOf(tools);
    }

    /**
     * Reads a request's JSON.
     *
     * <p>Fields that are null or an empty list count as absent. A tool call without an answer is answered as interrupted and an answer
     * without a call is dropped, since no server takes such a conversation. Of messages, the fields that have no place
     * in {@link dev.spindle.message.Message} (a speaker's name, for one) are left out, except the assistant's own.
     *
     * @throws ModelException.Rejected naming the field, its value and what it may be; nothing is sent
     */
    public static ChatRequest parse(Json request) {
        return new ChatRequestReader(request).read();
    }

    /** This request as a question to any model; pieces go to the listener if the request wants them. */
    public ModelCall call(Deltas deltas, RunContext context) {
        return new ModelCall(messages, tools, options, output, stream ? deltas : Deltas.IGNORED, context);
    }

    /**
     * Asks the endpoint for a reply, from the model that the request names.
     *
     * @param deltas takes the pieces if the request wants to be streamed
     * @throws ModelException if there is no whole reply
     */
    public ModelReply send(OpenAiModel endpoint, Deltas deltas, RunContext context) {
        OpenAiModel asked = model.isEmpty() ? endpoint : endpoint.withModel(model);
        return asked.call(call(deltas, context));
    }
}
