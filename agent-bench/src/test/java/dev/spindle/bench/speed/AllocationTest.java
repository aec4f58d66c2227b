package dev.spindle.bench.speed;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import dev.spindle.bench.speed.contestant.Contestant;
import dev.spindle.bench.speed.contestant.Entry;
import dev.spindle.bench.speed.contestant.Task;
import dev.spindle.bench.speed.server.Script;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The guard of the hot path that depends on no clock: what it allocates, beside the loop that is written by hand. */
class AllocationTest {
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private static final int CHUNKS = 2_000;

    /** Where it stands, and a little more; what is wanted stands in the table of the benchmarks. */
    private static final double TURN = 1.75;

    private static final double CHUNK = 0.85;

    @TempDir
    private Path folder;

    private ServerThread serving;

    @BeforeEach
    void serve() throws IOException {
        serving = ServerThread.started();
    }

    @AfterEach
    void stop() throws InterruptedException {
        serving.close();
    }

    @Test
    void aTurnOfTenToolRoundsStaysWithinItsShareOfTheFloor() throws IOException {
        Script script = Script.ofRounds(10);

        double floor = bytes(Entry.FLOOR, 300, contestant -> contestant.ask(script, Task.QUESTION));
        double spindle = bytes(Entry.INLINE, 300, contestant -> contestant.ask(script, Task.QUESTION));

        System.out.printf("a turn of ten tool rounds: floor %,.0f bytes, Spindle %,.0f%n", floor, spindle);
        assertThat(spindle).isLessThan(TURN * floor);
    }

    @Test
    void aStreamedChunkStaysWithinItsShareOfTheFloor() throws IOException {
        Script script = Script.ofRounds(0).withChunks(CHUNKS);

        double floor = bytes(Entry.FLOOR, 60, contestant -> contestant.listen(script, Task.QUESTION, piece -> {}));
        double spindle = bytes(Entry.INLINE, 60, contestant -> contestant.listen(script, Task.QUESTION, piece -> {}));

        System.out.printf("a chunk: floor %,.0f bytes, Spindle %,.0f%n", floor / CHUNKS, spindle / CHUNKS);
        assertThat(spindle).isLessThan(CHUNK * floor);
    }

    private interface Work {
        String answer(Contestant contestant);
    }

    /** What one time allocates on this thread, on which all of it happens, once the compilers have seen enough of it. */
    private double bytes(Entry entry, int times, Work work) throws IOException {
        try (Contestant contestant = entry.open(serving.server().url(), folder)) {
            for (int time = 0; time < 6 * times; time++) work.answer(contestant);
            long before = THREADS.getCurrentThreadAllocatedBytes();
            for (int time = 0; time < times; time++) work.answer(contestant);
            return (THREADS.getCurrentThreadAllocatedBytes() - before) / (double) times;
        }
    }
}
