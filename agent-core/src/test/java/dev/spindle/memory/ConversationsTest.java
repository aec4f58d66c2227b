package dev.spindle.memory;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.spindle.Agent;
import dev.spindle.json.Json;
import dev.spindle.message.AssistantMessage;
import dev.spindle.message.Message;
import dev.spindle.message.ToolCall;
import dev.spindle.message.ToolMessage;
import dev.spindle.message.Transcript;
import dev.spindle.message.Usage;
import dev.spindle.message.UserMessage;
import dev.spindle.model.Model;
import dev.spindle.model.ModelReply;
import dev.spindle.run.RunRequest;
import dev.spindle.testing.ScriptedModel;
import dev.spindle.tool.Tool.Effect;
import dev.spindle.tool.ToolFunction;
import dev.spindle.tool.ToolResult;
import dev.spindle.tool.ToolSpec;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Conversations as an agent holds them. */
@Timeout(60)
class ConversationsTest {
    private static final int CONVERSATIONS = 200;
    private static final int TURNS = 5;

    /** Calls a tool with the words of the question, twice at once, and then says what came of it. */
    private static final Model NOTES_TWICE = call -> {
        Message last = call.messages().message(call.messages().size() - 1);
        if (last instanceof ToolMessage answer) return reply(AssistantMessage.of("Noted: " + answer.text()));
        String arguments = "{\"text\":" + Json.of(last.text()).text() + "}";
        return reply(AssistantMessage.calling(
                List.of(ToolCall.of("0", "note", arguments), ToolCall.of("0", "note", arguments))));
    };

    private static ModelReply reply(AssistantMessage message) {
        return ModelReply.of(message, Usage.of(10, 1));
    }

    private static ToolFunction note() {
        Json parameters = Json.parse("{\"type\":\"object\",\"properties\":{\"text\":{\"type\":\"string\"}}}");
        ToolSpec spec = ToolSpec.of("note", "Notes a text.", parameters, Effect.READ);
        return ToolFunction.of(
                spec, call -> ToolResult.text(call.arguments().get("text").string()));
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void manyConversationsOnManyThreadsLoseNoTurnAndLeaveNoOrphan(boolean watched)
            throws InterruptedException, ExecutionException {
        Memory memory = new InMemoryMemory();
        Agent agent = Agent.builder(NOTES_TWICE).tools(note()).memory(memory).build();
        List<Runnable> work = new ArrayList<>();
        for (int at = 0; at < CONVERSATIONS * TURNS; at++) {
            RunRequest request =
                    RunRequest.of("c" + at % CONVERSATIONS + " says " + at).inConversation("c" + at % CONVERSATIONS);
            work.add(() -> run(agent, request, watched));
        }
        Collections.shuffle(work);

        ExecutorService threads = Executors.newFixedThreadPool(8);
        try {
            List<Future<?>> all = new ArrayList<>();
            for (Runnable one : work) all.add(threads.submit(one));
            for (Future<?> one : all) one.get();
        } finally {
            threads.shutdownNow();
        }

        for (int at = 0; at < CONVERSATIONS; at++) check("c" + at, memory.recall("c" + at));
    }

    private static void run(Agent agent, RunRequest request, boolean watched) {
        String text = watched
                ? agent.run(request, event -> {}).text()
                : agent.run(request).text();
        assertTrue(text.startsWith("Noted: "), text);
    }

    private static void check(String conversation, Transcript recalled) {
        Set<String> questions = new HashSet<>();
        assertTrue(recalled.isClosed());
        assertEquals(5 * TURNS, recalled.size());
        for (int at = 0; at < recalled.size(); at += 5) {
            String question = ((UserMessage) recalled.message(at)).text();
            assertTrue(question.startsWith(conversation + " "), question);
            assertEquals("Noted: " + question, recalled.message(at + 4).text());
            questions.add(question);
        }
        assertEquals(TURNS, questions.size());
    }

    @Test
    void modelIsShownTheTurnsBeforeThroughTheWindow() {
        ScriptedModel model = ScriptedModel.says("one").then("two").then("three");
        Agent agent = Agent.builder(model)
                .instructions("Be kind.")
                .window(Window.lastTurns(2))
                .build();

        for (String question : List.of("a", "b", "c"))
            agent.run(RunRequest.of(question).inConversation("chat"));

        List<String> shown =
                model.lastCall().messages().stream().map(Message::text).toList();
        assertEquals(List.of("Be kind.", "b", "two", "c"), shown);
    }
}
