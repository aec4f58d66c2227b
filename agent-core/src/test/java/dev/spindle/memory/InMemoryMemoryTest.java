package dev.spindle.memory;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.spindle.message.Message;
import dev.spindle.message.Transcript;
import dev.spindle.message.UserMessage;
import java.util.List;
import org.junit.jupiter.api.Test;

class InMemoryMemoryTest {
    private static List<Message> turn(String question) {
        return List.of(UserMessage.of(question));
    }

    @Test
    void forgetsTheConversationThatWasNotUsedForTheLongestTime() {
        Memory memory = new InMemoryMemory(2);
        memory.remember("a", "r", turn("a"));
        memory.remember("b", "r", turn("b"));
        memory.recall("a");

        memory.remember("c", "r", turn("c"));

        assertEquals(turn("a"), memory.recall("a").messages());
        assertEquals(Transcript.EMPTY, memory.recall("b"));
        assertEquals(turn("c"), memory.recall("c").messages());
    }

    @Test
    void askingForUnknownConversationsPushesNoneOut() {
        Memory memory = new InMemoryMemory(1);
        memory.remember("a", "r", turn("a"));

        for (String unknown : List.of("x", "y", "z")) memory.recall(unknown);

        assertEquals(turn("a"), memory.recall("a").messages());
    }

    @Test
    void boundWithoutRoomIsRefused() {
        assertThrows(IllegalArgumentException.class, () -> new InMemoryMemory(0));
    }
}
