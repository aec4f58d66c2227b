package dev.spindle.restate;

import dev.restate.sdk.WorkflowContext;
import dev.spindle.json.Json;
import dev.spindle.message.AssistantMessage;
import dev.spindle.message.Part;
import dev.spindle.message.ToolCall;
import dev.spindle.message.ToolMessage;
import dev.spindle.message.Transcript;
import dev.spindle.message.UserMessage;
import dev.spindle.model.Model;
import dev.spindle.model.ModelCall;
import dev.spindle.tool.ToolFunction;
import dev.spindle.tool.ToolSpec;
import java.util.List;

/**
 * The agent of {@link QuickSteps} as a program by hand has it on the plain SDK: a loop that keeps each reply and each result, and nothing
 * besides. It asks the same model, and calls the same tool.
 */
record ByHand(Model model, QuickSteps.Place place, List<ToolSpec> tools) {
    static ByHand of(Model model, QuickSteps.Place place) {
        return new ByHand(
                model,
                place,
                ToolFunction.scan(place).stream().map(ToolFunction::spec).toList());
    }

    String run(WorkflowContext context, String question) {
        Transcript said = Transcript.EMPTY.append(UserMessage.of(question));
        for (int turn = 0; turn <= QuickSteps.TURNS; turn++) {
            Transcript asked = said;
            String kept = context.run(
                    "ask " + turn,
                    Texts.JSON,
                    () -> Json.of(model.call(ModelCall.of(asked).withTools(tools))
                                    .message())
                            .text());
            AssistantMessage reply = Json.parse(kept).to(AssistantMessage.class);
            said = said.append(reply);
            for (ToolCall call : reply.toolCalls()) {
                String result = context.run(
                        "call " + call.id(),
                        Texts.JSON,
                        () -> place.look(Math.toIntExact(
                                Json.parse(call.arguments()).get("at").integer())));
                said = said.append(new ToolMessage(
                        call.id(), call.name(), ToolMessage.Outcome.OK, List.of(new Part.Text(result))));
            }
        }
        return "null";
    }
}
