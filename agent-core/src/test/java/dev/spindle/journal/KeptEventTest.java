package dev.spindle.journal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.spindle.event.EventJson;
import dev.spindle.event.Input;
import dev.spindle.event.RunEvent;
import dev.spindle.event.RunEvent.Recorded;
import dev.spindle.event.RunEvent.Started;
import dev.spindle.event.StopReason;
import dev.spindle.json.Json;
import dev.spindle.message.AssistantMessage;
import dev.spindle.message.CallId;
import dev.spindle.message.Message;
import dev.spindle.message.Part;
import dev.spindle.message.ToolMessage.Outcome;
import dev.spindle.message.UserMessage;
import dev.spindle.tool.ToolResult;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class KeptEventTest {
    private static final String LONG = "\"☃\\\n".repeat(40_000);

    private final Map<String, String> contents = new HashMap<>();

    private String keep(Recorded event) {
        KeptEvent kept = KeptEvent.of(event);
        contents.putAll(kept.contents());
        return kept.line();
    }

    private Map<String, String> find(Collection<String> hashes) {
        Map<String, String> found = new HashMap<>(contents);
        found.keySet().retainAll(hashes);
        return found;
    }

    private Recorded read(String line) {
        return KeptEvent.read(line, this::find);
    }

    private static Started started(List<Message> history) {
        Started started = (Started) Events.started("a");
        return started.withOpening(started.opening().withHistory(history));
    }

    static Recorded answered(String text) {
        return new RunEvent.ToolFinished(Events.at(1), new CallId(0, 0), "read", ToolResult.of(Outcome.OK, text));
    }

    private static List<Message> turn(int number) {
        return List.of(UserMessage.of("question " + number), AssistantMessage.of("answer " + number));
    }

    private int size() {
        return contents.values().stream().mapToInt(String::length).sum();
    }

    @Test
    void smallEventIsItsLineAlone() {
        KeptEvent kept = KeptEvent.of(answered("short"));

        assertEquals(EventJson.write(answered("short")), kept.line());
        assertEquals(Map.of(), kept.contents());
    }

    @Test
    void conversationTakesSpaceForItsTurnsAndNotForTheSumOfItsHistories() {
        List<Message> history = new ArrayList<>();
        int lines = 0;
        int afterHalf = 0;
        int longestLine = 0;

        for (int run = 0; run < 256; run++) {
            String line = keep(started(history));
            lines += line.length();
            longestLine = Math.max(longestLine, line.length());
            if (run == 127) afterHalf = lines + size();
            history.addAll(turn(run));
        }

        int afterAll = lines + size();
        assertTrue(afterAll < 2.2 * afterHalf, afterAll + " after " + afterHalf);
        assertTrue(longestLine < 8_000, "a line has " + longestLine + " characters");
        assertEquals(started(history), read(keep(started(history))));
    }

    @Test
    void stringThatIsLongIsKeptOnceWhereverItStands() {
        UserMessage picture = new UserMessage(List.of(new Part.Image("data:" + LONG, "low"), new Part.Text("a")));
        Recorded received = new RunEvent.Received(Events.at(1), new Input.Said(picture), false);

        String first = keep(received);
        int once = size();
        String second = keep(started(List.of(picture, AssistantMessage.of("b"))));

        assertTrue(size() - once < 2_000, "kept again: " + (size() - once));
        assertEquals(received, read(first));
        assertEquals(started(List.of(picture, AssistantMessage.of("b"))), read(second));
    }

    @Test
    void noPieceOfAHugeStringIsLargerThanADatabaseTakesAtOnce() {
        String huge = "a" + "\uD83D\uDE00".repeat(700_000) + "\n\\\"".repeat(500_000);
        Recorded event = answered(huge);

        String line = keep(event);

        assertEquals(event, read(line));
        assertInstanceOf(RunEvent.ToolFinished.class, KeptEvent.outline(line));
        assertTrue(line.length() < 10_000);
        for (String content : contents.values()) {
            assertTrue(content.getBytes(StandardCharsets.UTF_8).length <= 3 << 20);
            assertFalse(Character.isLowSurrogate(content.charAt(0)));
        }
    }

    @Test
    void wordsThatLookLikeReferencesAreWords() {
        String words = "{\"v\":1,\"apart\":{\"instructions\":\"x\"},\"cuts\":[{\"at\":0,\"content\":\"x\"}]}";
        Recorded tricky = answered(words);
        Recorded long1 = answered(words + LONG + words);
        List<Message> history = List.of(UserMessage.of("{\"text\":\"\",\"cuts\":[]}"), AssistantMessage.of(words));

        assertEquals(tricky, read(keep(tricky)));
        assertEquals(long1, read(keep(long1)));
        assertEquals(started(history), read(keep(started(history))));
    }

    @Test
    void missingAndDamagedContentsAreToldOf() {
        String line = keep(answered(LONG));
        String hash = contents.keySet().iterator().next();

        contents.put(hash, "\"other\"");
        JournalException damaged = assertThrows(JournalException.class, () -> read(line));
        contents.clear();
        JournalException missing = assertThrows(JournalException.class, () -> read(line));

        assertTrue(damaged.getMessage().contains(hash + " is damaged"), damaged.getMessage());
        assertTrue(missing.getMessage().contains(hash + " is missing"), missing.getMessage());
    }

    @Test
    void lineCutAnywhereIsNoEvent() {
        String line = keep(started(turn(0)));

        for (int length = 0; length < line.length(); length++) {
            String cut = line.substring(0, length);
            assertThrows(JournalException.class, () -> read(cut), cut);
        }
    }

    @Test
    void eventThatCouldNotBeReadAgainIsNotKept() {
        JournalException told =
                assertThrows(JournalException.class, () -> KeptEvent.of(answered("x".repeat(Json.MAX_CHARS))));

        assertTrue(told.getMessage().startsWith("Event 1 (ToolFinished) has "), told.getMessage());
    }

    @Test
    void endOfARunIsKnownByItsLine() {
        assertTrue(KeptEvent.isFinished(keep(Events.finished(1))));
        assertTrue(KeptEvent.isFinished(keep(new RunEvent.Finished(Events.at(1), StopReason.ANSWERED, LONG))));
        assertFalse(KeptEvent.isFinished(keep(Events.stopped(1))));
        assertFalse(KeptEvent.isFinished(keep(started(turn(0)))));
    }
}
