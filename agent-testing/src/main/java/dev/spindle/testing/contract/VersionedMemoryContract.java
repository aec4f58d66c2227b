package dev.spindle.testing.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.spindle.memory.MemoryConflictException;
import dev.spindle.memory.VersionedMemory;
import dev.spindle.message.AssistantMessage;
import dev.spindle.message.Message;
import dev.spindle.message.ToolCall;
import dev.spindle.message.UserMessage;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** What every {@link VersionedMemory} keeps to. Extend it as you would {@link MemoryContract}. */
public abstract class VersionedMemoryContract extends MemoryContract {
    private static final int REPLACERS = 8;

    /** For whoever extends it. */
    protected VersionedMemoryContract() {}

    @Override
    protected abstract VersionedMemory memory();

    private static long version(VersionedMemory memory) {
        return memory.look("c").version();
    }

    @Test
    void replacementStandsBeforeWhatIsSaidLater() {
        VersionedMemory memory = memory();
        memory.remember("c", "r1", turn("first"));
        memory.remember("c", "r2", turn("second"));

        memory.replace("c", version(memory), turn("summary"));
        memory.remember("c", "r3", turn("third"));

        List<Message> expected = new ArrayList<>(turn("summary"));
        expected.addAll(turn("third"));
        assertEquals(expected, memory.recall("c").messages());
    }

    @Test
    void replacementCanBeReplaced() {
        VersionedMemory memory = memory();
        memory.replace("c", version(memory), turn("given"));
        memory.remember("c", "r1", turn("first"));

        memory.replace("c", version(memory), turn("summary"));

        assertEquals(turn("summary"), memory.recall("c").messages());
    }

    @Test
    void turnBetweenLookingAndReplacingIsNotLost() {
        VersionedMemory memory = memory();
        memory.remember("c", "r1", turn("first"));
        long looked = version(memory);

        memory.remember("c", "r2", turn("second"));

        assertThrows(MemoryConflictException.class, () -> memory.replace("c", looked, turn("summary")));
        List<Message> expected = new ArrayList<>(turn("first"));
        expected.addAll(turn("second"));
        assertEquals(expected, memory.recall("c").messages());
    }

    @Test
    void everyChangeHasAVersionAndARepetitionHasNone() {
        VersionedMemory memory = memory();
        long empty = version(memory);
        memory.remember("c", "r1", turn("first"));
        long first = version(memory);

        memory.remember("c", "r1", turn("first"));

        assertEquals(0, empty);
        assertNotEquals(empty, first);
        assertEquals(first, version(memory));
    }

    @Test
    void replacedTurnGivenAgainChangesNothing() {
        VersionedMemory memory = memory();
        memory.remember("c", "r1", turn("first"));
        memory.replace("c", version(memory), turn("summary"));

        memory.remember("c", "r1", turn("first"));

        assertEquals(turn("summary"), memory.recall("c").messages());
    }

    @Test
    void replacedTurnThatWentOnIsANewTurn() {
        VersionedMemory memory = memory();
        memory.remember("c", "r1", turn("stopped half-way"));
        memory.replace("c", version(memory), turn("summary"));

        memory.remember("c", "r1", turn("gone on with"));

        List<Message> expected = new ArrayList<>(turn("summary"));
        expected.addAll(turn("gone on with"));
        assertEquals(expected, memory.recall("c").messages());
    }

    @Test
    void replacementWithAnOrphanIsRefused() {
        VersionedMemory memory = memory();
        memory.remember("c", "r1", turn("whole"));
        List<Message> dangling =
                List.of(UserMessage.of("?"), AssistantMessage.calling(List.of(ToolCall.of("a", "add", "{}"))));

        assertThrows(IllegalArgumentException.class, () -> memory.replace("c", version(memory), dangling));

        assertEquals(turn("whole"), memory.recall("c").messages());
    }

    @Test
    void ofManyWhoReplaceAtOnceOneWinsAndTheOthersAreTold() throws InterruptedException, ExecutionException {
        VersionedMemory memory = memory();
        memory.remember("c", "r1", turn("first"));
        long looked = version(memory);
        AtomicInteger won = new AtomicInteger();
        List<Runnable> work = new ArrayList<>();
        for (int at = 0; at < REPLACERS; at++) {
            List<Message> summary = turn("summary " + at);
            work.add(() -> {
                try {
                    memory.replace("c", looked, summary);
                    won.incrementAndGet();
                } catch (MemoryConflictException told) {
                    assertEquals(2, memory.recall("c").size(), told.getMessage());
                }
            });
        }

        Threads.runAll(work);

        assertEquals(1, won.get());
    }

    @Test
    void whoLookedBeforeItWasForgottenReplacesNothing() {
        VersionedMemory memory = memory();
        memory.remember("c", "r1", turn("first"));
        long looked = version(memory);
        memory.forget("c");
        assertThrows(MemoryConflictException.class, () -> memory.replace("c", looked, turn("summary")));

        memory.remember("c", "r2", turn("anew"));

        assertThrows(MemoryConflictException.class, () -> memory.replace("c", looked, turn("summary")));
        assertEquals(turn("anew"), memory.recall("c").messages());
    }
}
