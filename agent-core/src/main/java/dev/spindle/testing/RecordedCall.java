package dev.spindle.testing;

import dev.spindle.message.Message;
import dev.spindle.message.SystemMessage;
import dev.spindle.message.ToolMessage;
import dev.spindle.message.UserMessage;
import dev.spindle.model.ModelCall;
import dev.spindle.tool.ToolSpec;
import java.util.List;
import java.util.stream.Collectors;

/**
 * A question that a {@link ScriptedModel} was asked, with shortcuts to what tests look at.
 *
 * @param question the whole of it
 */
public record RecordedCall(ModelCall question) {
    /** The conversation so far. */
    public List<Message> messages() {
        return question.messages().messages();
    }

    /** Names of the tools that were offered, in their order. */
    public List<String> toolNames() {
        return question.tools().stream().map(ToolSpec::name).toList();
    }

    /** The instructions; empty if there were none. */
    public String instructions() {
        return messages().stream()
                .filter(SystemMessage.class::isInstance)
                .map(Message::text)
                .collect(Collectors.joining("\n"));
    }

    /**
     * The newest message of a person.
     *
     * @throws AssertionError if there is none
     */
    public UserMessage userMessage() {
        List<Message> all = messages();
        for (int at = all.size() - 1; at >= 0; at--) {
            if (all.get(at) instanceof UserMessage asked) return asked;
        }
        throw new AssertionError("None of the " + all.size() + " messages is of a person");
    }

    /** All answers to tool calls, oldest first. */
    public List<ToolMessage> toolMessages() {
        return messages().stream()
                .filter(ToolMessage.class::isInstance)
                .map(ToolMessage.class::cast)
                .toList();
    }

    /**
     * The answer to the call with this provider's id; the newest if several have it.
     *
     * @throws AssertionError if no answer has the id
     */
    public ToolMessage toolMessage(String callId) {
        List<ToolMessage> answers = toolMessages();
        for (int at = answers.size() - 1; at >= 0; at--) {
            if (answers.get(at).callId().equals(callId)) return answers.get(at);
        }
        List<String> ids = answers.stream().map(ToolMessage::callId).toList();
        throw new AssertionError("No tool message answers call '" + callId + "'; answered are " + ids);
    }
}
