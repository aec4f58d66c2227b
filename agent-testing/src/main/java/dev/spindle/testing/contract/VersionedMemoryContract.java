package dev.spindle.testing.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.spindle.memory.Memory;
import dev.spindle.message.AssistantMessage;
import dev.spindle.message.Message;
import dev.spindle.message.ToolCall;
import dev.spindle.message.UserMessage;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** What every {@link Memory.Versioned} keeps to. Extend it as you would {@link MemoryContract}. */
public abstract class VersionedMemoryContract extends MemoryContract {
    private static final int REPLACERS = 8;

    /** For whoever extends it. */
    protected VersionedMemoryContract() {}

    @Override
    protected abstract Memory.Versioned memory();

    private static long version(Memory.Versioned memory) {
        return memory.look("c").version();
    }

    @Test
    void replacementStandsBeforeWhatIsSaidLater() {
        Memory.Versioned memory = memory();
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
        Memory.Versioned memory = memory();
        memory.replace("c", version(memory), turn("given"));
        memory.remember("c", "r1", turn("first"));

        memory.replace("c", version(memory), turn("summary"));

        assertEquals(turn("summary"), memory.recall("c").messages());
    }

    @Test
    void turnBetweenLookingAndReplacingIsNotLost() {
        Memory.Versioned memory = memory();
        memory.remember("c", "r1", turn("first"));
        long looked = version(memory);

        memory.remember("c", "r2", turn("second"));

        assertThrows(Memory.ConflictException.class, () -> memory.replace("c", looked, turn("summary")));
        List<Message> expected = new ArrayList<>(turn("first"));
        expected.addAll(turn("second"));
        assertEquals(expected, memory.recall("c").messages());
    }

    @Test
    void everyChangeHasAVersionAndARepetitionHasNone() {
        Memory.Versioned memory = memory();
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
        Memory.Versioned memory = memory();
        memory.remember("c", "r1", turn("first"));
        memory.replace("c", version(memory), turn("summary"));

        memory.remember("c", "r1", turn("first"));

        assertEquals(turn("summary"), memory.recall("c").messages());
    }

    @Test
    void replacedTurnThatWentOnIsANewTurn() {
        Memory.Versioned memory = memory();
        memory.remember("c", "r1", turn("stopped half-way"));
        memory.replace("c", version(memory), turn("summary"));

        memory.remember("c", "r1", turn("gone on with"));

        List<Message> expected = new ArrayList<>(turn("summary"));
        expected.addAll(turn("gone on with"));
        assertEquals(expected, memory.recall("c").messages());
    }

    @Test
    void replacementWithAnOrphanIsRefused() {
        Memory.Versioned memory = memory();
        memory.remember("c", "r1", turn("whole"));
        List<Message> dangling =
                List.of(UserMessage.of("?"), AssistantMessage.calling(List.of(ToolCall.of("a", "add", "{}"))));

        assertThrows(IllegalArgumentException.class, () -> memory.replace("c", version(memory), dangling));

        assertEquals(turn("whole"), memory.recall("c").messages());
    }

    @Test
    void ofManyWhoReplaceAtOnceOneWinsAndTheOthersAreTold() throws InterruptedException, ExecutionException {
        Memory.Versioned memory = memory();
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
                } catch (Memory.ConflictException told) {
                    assertEquals(2, memory.recall("c").size(), told.getMessage());
                }
            });
        }

        Threads.runAll(work);

        assertEquals(1, won.get());
    }

    @Test
    void whoLookedBeforeItWasForgottenReplacesNothing() {
        Memory.Versioned memory = memory();
        memory.remember("c", "r1", turn("first"));
        long looked = version(memory);
        memory.forget("c");
        assertThrows(Memory.ConflictException.class, () -> memory.replace("c", looked, turn("summary")));

        memory.remember("c", "r2", turn("anew"));

        assertThrows(Memory.ConflictException.class, () -> memory.replace("c", looked, turn("summary")));
        assertEquals(turn("anew"), memory.recall("c").messages());
    }
}
