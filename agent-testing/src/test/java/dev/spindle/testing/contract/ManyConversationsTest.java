package dev.spindle.testing.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.spindle.Agent;
import dev.spindle.jdbc.JdbcJournal;
import dev.spindle.jdbc.JdbcMemory;
import dev.spindle.journal.FileJournal;
import dev.spindle.journal.InMemoryJournal;
import dev.spindle.journal.Journal;
import dev.spindle.json.Json;
import dev.spindle.memory.InMemoryMemory;
import dev.spindle.memory.Memory;
import dev.spindle.message.AssistantMessage;
import dev.spindle.message.Message;
import dev.spindle.message.ToolCall;
import dev.spindle.message.ToolMessage;
import dev.spindle.message.Transcript;
import dev.spindle.message.Usage;
import dev.spindle.message.UserMessage;
import dev.spindle.model.ModelCall;
import dev.spindle.model.ModelReply;
import dev.spindle.run.RunRequest;
import dev.spindle.state.RunState;
import dev.spindle.state.Step;
import dev.spindle.testing.ScriptedModel;
import dev.spindle.tool.Param;
import dev.spindle.tool.Tool;
import dev.spindle.tool.Tool.Effect;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Two hundred conversations on eight threads, through the whole agent, on one store of each kind. */
@Timeout(300)
class ManyConversationsTest {
    private static final int CONVERSATIONS = 200;
    private static final int TURNS = 3;
    private static final int MESSAGES_OF_A_TURN = 5;

    @TempDir
    Path directory;

    /** What the model calls. */
    public static final class Notes {
        @Tool(value = "Notes a text.", effect = Effect.READ)
        public String note(@Param("The text") String text) {
            return text;
        }
    }

    /** Calls a tool with the words of the question, twice at once, and then says what came of it. */
    private static ModelReply noteTwice(ModelCall call) {
        Message last = call.messages().message(call.messages().size() - 1);
        if (last instanceof ToolMessage answer)
            return ModelReply.of(AssistantMessage.of("Noted: " + answer.text()), Usage.of(10, 1));
        String arguments = "{\"text\":" + Json.of(last.text()).text() + "}";
        List<ToolCall> calls = List.of(ToolCall.of("0", "note", arguments), ToolCall.of("0", "note", arguments));
        return ModelReply.of(AssistantMessage.calling(calls), Usage.of(10, 1));
    }

    @Test
    void inMemory() throws Exception {
        converse(new InMemoryJournal(), new InMemoryMemory());
    }

    @Test
    void inFiles() throws Exception {
        try (FileJournal journal = FileJournal.in(directory)) {
            converse(journal, new InMemoryMemory());
            checkRuns(journal);
        }
    }

    @ParameterizedTest
    @MethodSource("dev.spindle.testing.contract.Stores#kinds")
    void inADatabase(String kind) throws Exception {
        converse(Stores.of(kind, directory));
    }

    private static void converse(DataSource source) throws Exception {
        try (JdbcJournal journal = JdbcJournal.on(source);
                JdbcMemory memory = JdbcMemory.on(source)) {
            converse(journal, memory);
            checkRuns(journal);
            replaceInTheRush(journal, memory);
        }
    }

    private static void converse(Journal journal, Memory.Versioned memory)
            throws InterruptedException, ExecutionException {
        Agent agent = agent(CONVERSATIONS * TURNS, journal, memory);
        List<Runnable> work = new ArrayList<>();
        for (int at = 0; at < CONVERSATIONS * TURNS; at++) {
            String conversation = "c" + at % CONVERSATIONS;
            RunRequest request = RunRequest.of(conversation + " says " + at)
                    .inConversation(conversation)
                    .withRunId("run-" + at);
            work.add(() -> assertTrue(agent.run(request).text().startsWith("Noted: ")));
        }
        Collections.shuffle(work);

        Threads.runAll(work);

        for (int at = 0; at < CONVERSATIONS; at++) check("c" + at, memory.recall("c" + at));
    }

    private static Agent agent(int runs, Journal journal, Memory.Versioned memory) {
        ScriptedModel model = ScriptedModel.empty();
        for (int at = 0; at < 2 * runs; at++) model.thenAnswers(ManyConversationsTest::noteTwice);
        return Agent.builder(model)
                .instructions("You note what people say. ".repeat(50))
                .tools(new Notes())
                .journal(journal)
                .memory(memory)
                .build();
    }

    private static void check(String conversation, Transcript recalled) {
        Set<String> questions = new HashSet<>();
        assertTrue(recalled.isClosed());
        assertEquals(MESSAGES_OF_A_TURN * TURNS, recalled.size());
        for (int at = 0; at < recalled.size(); at += MESSAGES_OF_A_TURN) {
            String question = ((UserMessage) recalled.message(at)).text();
            assertTrue(question.startsWith(conversation + " "), question);
            assertEquals("Noted: " + question, recalled.message(at + 4).text());
            questions.add(question);
        }
        assertEquals(TURNS, questions.size());
    }

    /** What was recorded of each run adds up to its answer, whatever went on beside it. */
    private static void checkRuns(Journal journal) {
        assertEquals(List.of(), journal.unfinished());
        for (int at = 0; at < CONVERSATIONS * TURNS; at++) {
            RunState state = RunState.of(journal.read("run-" + at, 0));
            assertTrue(state.isFinished() && state.next() instanceof Step.Stop);
            assertEquals("Noted: c" + at % CONVERSATIONS + " says " + at, state.partialText());
            assertTrue(state.transcript().isClosed());
        }
    }

    /** While some speak in a conversation, others replace what was said: they win, or are told; nobody's turn is lost. */
    private static void replaceInTheRush(Journal journal, Memory.Versioned memory)
            throws InterruptedException, ExecutionException {
        Agent agent = agent(40, journal, memory);
        AtomicInteger told = new AtomicInteger();
        List<Runnable> work = new ArrayList<>();
        for (int at = 0; at < 40; at++) {
            RunRequest request = RunRequest.of("rush " + at).inConversation("rush");
            work.add(() -> agent.run(request).text());
            work.add(() -> {
                try {
                    Memory.Versioned.Remembered seen = memory.look("rush");
                    memory.replace("rush", seen.version(), seen.transcript().messages());
                } catch (Memory.ConflictException conflict) {
                    told.incrementAndGet();
                }
            });
        }

        Threads.runAll(work);

        Transcript recalled = memory.recall("rush");
        assertEquals(40 * MESSAGES_OF_A_TURN, recalled.size(), told + " were told of a conflict");
        assertTrue(recalled.isClosed());
    }
}
