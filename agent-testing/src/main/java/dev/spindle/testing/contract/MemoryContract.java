package dev.spindle.testing.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.spindle.json.Json;
import dev.spindle.memory.Memory;
import dev.spindle.message.AssistantMessage;
import dev.spindle.message.Message;
import dev.spindle.message.Part;
import dev.spindle.message.ToolCall;
import dev.spindle.message.ToolMessage;
import dev.spindle.message.ToolMessage.Outcome;
import dev.spindle.message.Transcript;
import dev.spindle.message.UserMessage;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * What every {@link Memory} keeps to. Extend it, give it a memory, and the tests run with yours:
 *
 * <pre>{@code
 * class MyMemoryTest extends MemoryContract {
 *   @Override
 *   protected Memory memory() {
 *     return new MyMemory(anEmptyStore());
 *   }
 * }
 * }</pre>
 *
 * <p>Needs JUnit Jupiter 5. For one in which what was said can be replaced, see {@link VersionedMemoryContract}.
 */
@Timeout(120)
public abstract class MemoryContract {
    /** For whoever extends it. */
    protected MemoryContract() {}

    /** The memory to try, in which nothing is kept; asked for once in each test. */
    protected abstract Memory memory();

    static List<Message> turn(String question) {
        return List.of(UserMessage.of(question), AssistantMessage.of("You said: " + question));
    }

    static List<Message> turnWithEveryKindOfContent() {
        ToolCall first = new ToolCall("0", "find", "{\"q\": \"☃ \\\"x\\\"\"}", Json.parse("{\"signature\":\"s1\"}"));
        ToolCall second = ToolCall.of("0", "find", "{not json");
        return List.of(
                new UserMessage(List.of(
                        new Part.Text("Look:\n'a'; DROP TABLE x --"),
                        new Part.Image("http://127.0.0.1/x.png", "low"),
                        Part.Audio.of(new byte[] {1, 2}, "wav"),
                        Part.File.of("a.pdf", new byte[] {3}, "application/pdf"),
                        new Part.Other(Json.parse("{\"type\":\"odd\",\"n\":1.50}")))),
                new AssistantMessage("", "", null, List.of(first, second), "local", Json.parse("{\"extra\":[1]}")),
                new ToolMessage(
                        "0", "find", Outcome.OK, List.of(new Part.Text("it"), Part.Image.at("http://127.0.0.1/y"))),
                new ToolMessage("0", "find", Outcome.INVALID_ARGUMENTS, List.of()),
                UserMessage.of("And now? \uD83D\uDE00 a\u0000b \uD83D"),
                new AssistantMessage("", null, "No.", List.of(), "", Json.EMPTY_OBJECT));
    }

    @Test
    void unknownConversationIsEmpty() {
        Memory memory = memory();

        Transcript recalled = memory.recall("nobody");

        assertEquals(Transcript.EMPTY, recalled);
    }

    @Test
    void recallsTurnsInTheOrderTheyCame() {
        Memory memory = memory();

        memory.remember("c", "z", turn("first"));
        memory.remember("c", "a", turn("second"));
        memory.remember("c", "m", turn("third"));

        List<Message> expected = new ArrayList<>(turn("first"));
        expected.addAll(turn("second"));
        expected.addAll(turn("third"));
        assertEquals(expected, memory.recall("c").messages());
    }

    @Test
    void keepsEveryKindOfMessageExactly() {
        Memory memory = memory();

        memory.remember("c", "r", turnWithEveryKindOfContent());

        assertEquals(turnWithEveryKindOfContent(), memory.recall("c").messages());
    }

    @Test
    void conversationsDoNotSeeOneAnother() {
        Memory memory = memory();

        memory.remember("Bo", "r", turn("of Bo"));
        memory.remember("bo", "r", turn("of bo"));
        memory.remember("Bo ", "r", turn("of Bo and a space"));

        assertEquals(turn("of Bo"), memory.recall("Bo").messages());
        assertEquals(turn("of bo"), memory.recall("bo").messages());
        assertEquals(turn("of Bo and a space"), memory.recall("Bo ").messages());
    }

    @Test
    void sameTurnOfARunIsKeptOnce() {
        Memory memory = memory();

        memory.remember("c", "r", turn("once"));
        memory.remember("c", "r", turn("once"));

        assertEquals(turn("once"), memory.recall("c").messages());
    }

    @Test
    void laterTurnOfARunTakesThePlaceOfTheFirst() {
        Memory memory = memory();
        memory.remember("c", "r1", turn("stopped half-way"));
        memory.remember("c", "r2", turn("another"));

        memory.remember("c", "r1", turn("gone on with"));

        List<Message> expected = new ArrayList<>(turn("gone on with"));
        expected.addAll(turn("another"));
        assertEquals(expected, memory.recall("c").messages());
    }

    @Test
    void turnWithAnOrphanIsRefusedAndNothingOfItKept() {
        Memory memory = memory();
        memory.remember("c", "r1", turn("whole"));
        List<Message> dangling =
                List.of(UserMessage.of("?"), AssistantMessage.calling(List.of(ToolCall.of("a", "add", "{}"))));
        List<Message> orphan = List.of(new ToolMessage("a", "add", Outcome.OK, List.of()));

        assertThrows(IllegalArgumentException.class, () -> memory.remember("c", "r2", dangling));
        assertThrows(IllegalArgumentException.class, () -> memory.remember("c", "r1", orphan));

        assertEquals(turn("whole"), memory.recall("c").messages());
    }

    @Test
    void laterChangesOfTheGivenListAreNotSeen() {
        Memory memory = memory();
        List<Message> given = new ArrayList<>(turn("given"));

        memory.remember("c", "r", given);
        given.clear();

        assertEquals(turn("given"), memory.recall("c").messages());
    }

    @Test
    void recalledTranscriptDoesNotGrow() {
        Memory memory = memory();
        memory.remember("c", "r1", turn("before"));
        Transcript recalled = memory.recall("c");

        memory.remember("c", "r2", turn("after"));
        recalled.append(UserMessage.of("not remembered"));

        assertEquals(turn("before"), recalled.messages());
        assertEquals(4, memory.recall("c").size());
    }

    @Test
    void manyThreadsLoseNoTurn() throws InterruptedException, ExecutionException {
        Memory memory = memory();
        List<Runnable> work = new ArrayList<>();
        for (int at = 0; at < 400; at++) {
            String conversation = "c" + at % 10;
            String runId = "r" + at;
            work.add(() -> {
                memory.remember(conversation, runId, turn(runId));
                memory.recall(conversation).messages().forEach(Message::text);
            });
        }
        Collections.shuffle(work);

        Threads.runAll(work);

        Set<String> questions = new HashSet<>();
        for (int at = 0; at < 10; at++) {
            Transcript recalled = memory.recall("c" + at);
            assertEquals(80, recalled.size());
            for (int turn = 0; turn < recalled.size(); turn += 2) {
                String question = recalled.message(turn).text();
                assertEquals(turn(question), recalled.messages().subList(turn, turn + 2));
                questions.add(question);
            }
        }
        assertEquals(400, questions.size());
    }

    @Test
    void refusesNamesThatNoStoreCanTellApart() {
        Memory memory = memory();

        for (String name : List.of("", "c\u0000", "c\uD800", "c\uD801", "\uDC00c", "c".repeat(300))) {
            assertThrows(IllegalArgumentException.class, () -> memory.remember(name, "r", turn("lost")));
            assertThrows(IllegalArgumentException.class, () -> memory.recall(name));
        }
        assertThrows(IllegalArgumentException.class, () -> memory.remember("c", "r\uD800", turn("lost")));

        assertEquals(Transcript.EMPTY, memory.recall("c"));
    }

    @Test
    void forgetsAConversationAndNothingElse() {
        Memory memory = memory();
        memory.remember("Bo", "r1", turn("of Bo"));
        memory.remember("bo", "r2", turn("of bo"));

        boolean known = memory.forget("Bo");

        assertTrue(known);
        assertFalse(memory.forget("Bo"));
        assertEquals(Transcript.EMPTY, memory.recall("Bo"));
        assertEquals(turn("of bo"), memory.recall("bo").messages());
        assertEquals(List.of("bo"), memory.conversations());
    }

    @Test
    void aForgottenConversationBeginsAnew() {
        Memory memory = memory();
        memory.remember("c", "r1", turn("first"));
        memory.remember("c", "r2", turn("second"));
        memory.recall("c");
        memory.forget("c");

        memory.remember("c", "r1", turn("again"));

        assertEquals(turn("again"), memory.recall("c").messages());
    }

    @Test
    void listsTheConversations() {
        Memory memory = memory();
        List<String> none = memory.conversations();

        for (String name : List.of("z", "a ☃", "A")) memory.remember(name, "r", turn("one"));
        memory.recall("nobody");

        assertEquals(List.of(), none);
        assertEquals(Set.of("z", "a ☃", "A"), Set.copyOf(memory.conversations()));
    }
}
