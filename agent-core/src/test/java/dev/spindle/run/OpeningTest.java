package dev.spindle.run;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.spindle.Agent;
import dev.spindle.message.AssistantMessage;
import dev.spindle.message.Message;
import dev.spindle.message.ToolCall;
import dev.spindle.message.UserMessage;
import dev.spindle.testing.ScriptedModel;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a model is told before the question. */
class OpeningTest {
    private static List<String> texts(ScriptedModel model) {
        return model.lastCall().messages().stream().map(Message::text).toList();
    }

    @Test
    void instructionsComeFirstAndARunMayHaveItsOwn() {
        ScriptedModel model = ScriptedModel.says("Hi.").then("Hei.");
        Agent agent = Agent.builder(model).instructions("Speak English.").build();

        agent.run("Hello.");
        List<String> common = texts(model);
        agent.run(RunRequest.of("Hello.").withInstructions("Speak Norwegian."));

        assertEquals(List.of("Speak English.", "Hello."), common);
        assertEquals(List.of("Speak Norwegian.", "Hello."), texts(model));
    }

    @Test
    void examplesStandBetweenInstructionsAndQuestion() {
        ScriptedModel model = ScriptedModel.says("animal");
        Agent agent = Agent.builder(model).instructions("Sort words.").build();

        agent.run(RunRequest.of("cat").withHistory(List.of(UserMessage.of("oak"), AssistantMessage.of("plant"))));

        assertEquals(List.of("Sort words.", "oak", "plant", "cat"), texts(model));
    }

    @Test
    void aHistoryWithAnUnansweredCallIsMended() {
        ScriptedModel model = ScriptedModel.says("Fine.");
        AssistantMessage dangling = AssistantMessage.calling(List.of(ToolCall.of("1", "pay", "{}")));

        RunResult result = Agent.builder(model)
                .build()
                .run(RunRequest.of("Well?").withHistory(List.of(UserMessage.of("Pay."), dangling)));

        assertEquals("Fine.", result.text());
        assertEquals(4, model.lastCall().messages().size());
    }

    @Test
    void historyIsNotRememberedAgain() {
        ScriptedModel model = ScriptedModel.says("One.").then("Two.");
        Agent agent = Agent.builder(model).build();

        agent.run(RunRequest.of("First.")
                .withHistory(List.of(UserMessage.of("example")))
                .inConversation("bo"));
        agent.run(RunRequest.of("Second.").inConversation("bo"));

        assertEquals(List.of("First.", "One.", "Second."), texts(model));
    }
}
