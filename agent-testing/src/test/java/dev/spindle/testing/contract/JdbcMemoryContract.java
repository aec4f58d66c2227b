package dev.spindle.testing.contract;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.spindle.jdbc.JdbcMemory;
import dev.spindle.memory.Memory;
import dev.spindle.message.Message;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What a memory keeps to in every database. */
abstract class JdbcMemoryContract extends VersionedMemoryContract {
    private final List<JdbcMemory> opened = new ArrayList<>();

    /** The database of this test, always the same. */
    abstract DataSource source();

    @Override
    protected Memory.Versioned memory() {
        JdbcMemory memory = JdbcMemory.on(source());
        opened.add(memory);
        return memory;
    }

    @AfterEach
    void close() {
        opened.forEach(JdbcMemory::close);
    }

    @Test
    void anotherMemoryOnTheSameDatabaseSeesWhatWasSaid() {
        Memory.Versioned one = memory();
        Memory.Versioned other = memory();
        one.remember("c", "r1", turn("first"));
        assertEquals(turn("first"), other.recall("c").messages());

        one.remember("c", "r2", turn("second"));

        List<Message> expected = new ArrayList<>(turn("first"));
        expected.addAll(turn("second"));
        assertEquals(expected, other.recall("c").messages());
    }

    @Test
    void whatIsSaidWhileTheTurnsAreReadIsRecalledOnce() throws Exception {
        Interleaving interleaving = new Interleaving(source(), "spindle_turn");
        JdbcMemory memory = JdbcMemory.on(interleaving.source());
        opened.add(memory);
        memory().remember("c", "r1", turn("first"));
        CountDownLatch committed = new CountDownLatch(1);
        CountDownLatch looked = new CountDownLatch(1);
        FutureTask<Void> other = new FutureTask<>(() -> memory.remember("c", "r2", turn("second")), null);
        interleaving.beforeNextRead(() -> {
            interleaving.afterNextCommit(() -> {
                committed.countDown();
                await(looked);
            });
            new Thread(other).start();
            await(committed);
        });

        memory.recall("c");
        looked.countDown();
        other.get(10, SECONDS);

        List<Message> expected = new ArrayList<>(turn("first"));
        expected.addAll(turn("second"));
        assertEquals(expected, memory.recall("c").messages());
    }

    private static void await(CountDownLatch latch) {
        try {
            assertTrue(latch.await(10, SECONDS));
        } catch (InterruptedException stopped) {
            throw new IllegalStateException(stopped);
        }
    }

    @Test
    void whatNobodyChangedIsNotReadAgain() {
        Memory.Versioned memory = memory();
        memory.recall("c");
        memory.remember("c", "r1", turn("first"));

        assertSame(memory.recall("c"), memory.recall("c"));
    }
}
