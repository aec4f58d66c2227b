package dev.spindle.model.openai;

import dev.spindle.json.Json;
import dev.spindle.message.AssistantMessage;
import dev.spindle.message.ToolCall;
import dev.spindle.model.Delta;
import dev.spindle.model.Model.Deltas;
import dev.spindle.model.ModelCall;
import dev.spindle.model.ModelCall.OutputSchema;
import dev.spindle.model.ModelOptions;
import dev.spindle.model.ModelOptions.ToolChoice;
import dev.spindle.model.ModelReply;
import dev.spindle.model.ModelReply.Finish;
import dev.spindle.model.openai.Dialect.Feature;
import dev.spindle.tool.Tool.Effect;
import dev.spindle.tool.ToolSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Asks for an answer of a certain form as the arguments of one more tool, where a server has no better way.
 *
 * <p>Nobody else sees the tool: a call of it alone is the answer, and beside other calls it is none yet.
 */
final class FinalTool {
    private static final String DESCRIPTION =
            "Gives the final answer to the user. Call it once, with no other tool beside it, when nothing else is left to do.";

    private final ModelCall call;
    private final ToolSpec spec;
    private final boolean required;

    private FinalTool(ModelCall call, OutputSchema output, boolean required) {
        this.call = call;
        this.spec = ToolSpec.of(freeName(call.tools()), DESCRIPTION, output.schema(), Effect.READ);
        this.required = required;
    }

    /** The tool that the call needs at this server; empty if it needs none. */
    static Optional<FinalTool> find(Dialect dialect, ModelCall call) {
        OutputSchema output = call.output();
        boolean elsewhere = call.options().field("response_format").isPresent()
                || call.options().field("tools").isPresent();
        if (output == null || elsewhere || !dialect.has(Feature.FINAL_TOOL)) return Optional.empty();
        boolean needed = !call.tools().isEmpty() || !dialect.has(Feature.JSON_SCHEMA);
        boolean object =
                output.schema().find("type").filter(Json.of("object")::equals).isPresent();
        if (!needed || !object) return Optional.empty();
        return Optional.of(new FinalTool(call, output, dialect.has(Feature.REQUIRED_CHOICE)));
    }

    private static String freeName(List<ToolSpec> tools) {
        List<String> taken = tools.stream().map(ToolSpec::name).toList();
        String name = "final_answer";
        while (taken.contains(name)) name += "_";
        return name;
    }

    /** The call as it is sent. */
    ModelCall asked() {
        List<ToolSpec> tools = new ArrayList<>(call.tools());
        tools.add(spec);
        ModelOptions options = call.options();
        boolean force = required && options.toolChoice().isEmpty();
        ModelCall asked = call.withTools(tools)
                .withOutput(null)
                .withOptions(force ? options.withToolChoice(new ToolChoice.Required()) : options);
        return call.streaming() ? asked.withDeltas(withoutAnswer(call.deltas())) : asked;
    }

    /** Whether it is the answer is known at the end only, so its pieces are held back. */
    private Deltas withoutAnswer(Deltas target) {
        return delta -> {
            boolean answer =
                    delta instanceof Delta.ArgumentsPiece piece && piece.name().equals(spec.name());
            if (!answer) target.accept(delta);
        };
    }

    /** The reply as the call means it. */
    ModelReply answered(ModelReply reply) {
        AssistantMessage message = reply.message();
        List<ToolCall> others = message.toolCalls().stream()
                .filter(other -> !other.name().equals(spec.name()))
                .toList();
        if (others.size() == message.toolCalls().size()) return reply;
        if (!others.isEmpty()) return reply.withMessage(message.withToolCalls(others));
        String answer = message.toolCalls().get(0).arguments();
        call.deltas().accept(new Delta.Text(answer));
        return new ModelReply(
                message.withToolCalls(List.of()).withText(answer),
                reply.finish() == Finish.TOOL_CALLS ? Finish.STOP : reply.finish(),
                reply.finishWord(),
                reply.model(),
                reply.spent(),
                reply.failedAttempts());
    }
}
