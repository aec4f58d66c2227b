package dev.spindle.bench.crash;

import dev.spindle.message.AssistantMessage;
import dev.spindle.message.Message;
import dev.spindle.message.ToolCall;
import dev.spindle.message.ToolMessage;
import dev.spindle.message.Usage;
import dev.spindle.model.Model;
import dev.spindle.model.ModelCall;
import dev.spindle.model.ModelReply;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/**
 * A model that says the same whenever it is asked the same: some turns of calls of several tools at once, then an answer that holds
 * every result.
 *
 * @param turns with calls
 * @param tools to choose from
 */
record Script(int turns, List<String> tools, CallLog log) implements Model {
    /** The tool that is answered by an agent. */
    static final String CLERK = "clerk";

    Script {
        tools = List.copyOf(tools);
    }

    @Override
    public ModelReply call(ModelCall call) {
        List<Message> messages = call.messages().messages();
        int turn = (int)
                messages.stream().filter(AssistantMessage.class::isInstance).count();
        log.modelCalled(call.context().runId(), turn);
        think();
        AssistantMessage reply = turn < turns
                ? AssistantMessage.calling(calls(call.context().runId(), turn))
                : AssistantMessage.of(answer(messages));
        return ModelReply.of(reply, Usage.of(10, 5));
    }

    private static void think() {
        try {
            TimeUnit.MILLISECONDS.sleep(3);
        } catch (InterruptedException stopped) {
            throw new IllegalStateException("The model was interrupted", stopped);
        }
    }

    private List<ToolCall> calls(String runId, int turn) {
        Random random = new Random(31L * runId.hashCode() + turn);
        List<ToolCall> calls = new ArrayList<>();
        int count = 2 + random.nextInt(3);
        for (int at = 0; at < count; at++) {
            String tool = tools.get(random.nextInt(tools.size()));
            String arguments = tool.equals(CLERK) ? "{\"request\":\"Help.\"}" : "{}";
            calls.add(ToolCall.of(Integer.toString(at), tool, arguments));
        }
        return calls;
    }

    private static String answer(List<Message> messages) {
        return messages.stream()
                .filter(ToolMessage.class::isInstance)
                .map(Message::text)
                .collect(Collectors.joining("; ", "done: ", ""));
    }
}
