package dev.spindle.model.openai;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Eight times the pieces take about eight times the work, not 64 times, whatever the pieces say. */
@Timeout(60)
class CallAssemblerTest {
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private static final Secrets NONE = Secrets.NONE;
    private static final int FEW = 2_000;
    private static final int MANY = 8 * FEW;
    private static final int MOST_GROWTH = 24;

    private final CallAssembler calls = new CallAssembler(delta -> {}, NONE);

    private static Piece.Call piece(int index, String id, String name, String arguments) {
        return new Piece.Call(index, true, id, name, arguments, List.of());
    }

    private static List<Piece.Call> pieces(int count, IntFunction<Piece.Call> each) {
        return IntStream.range(0, count).mapToObj(each).toList();
    }

    private static void assemble(List<Piece.Call> pieces) {
        CallAssembler calls = new CallAssembler(delta -> {}, NONE);
        for (Piece.Call piece : pieces) calls.add(piece, false);
        calls.end();
    }

    /** Copied characters take memory. */
    private static long bytes(List<Piece.Call> pieces) {
        long before = THREADS.getCurrentThreadAllocatedBytes();
        assemble(pieces);
        return THREADS.getCurrentThreadAllocatedBytes() - before;
    }

    /** Of the processor, at best of some tries. */
    private static long nanos(int count, IntFunction<Piece.Call> each) {
        long least = Long.MAX_VALUE;
        for (int attempt = 0; attempt < 4; attempt++) {
            List<Piece.Call> pieces = pieces(count, each);
            long before = THREADS.getCurrentThreadCpuTime();
            assemble(pieces);
            least = Math.min(least, THREADS.getCurrentThreadCpuTime() - before);
        }
        return least;
    }

    @ParameterizedTest
    @ValueSource(ints = {Piece.Call.NONE, 0})
    void aNameThatGrowsIsNotCopiedForEachPiece(int index) {
        IntFunction<Piece.Call> more = each -> piece(index, "", each == 0 ? "f" : "a-part-of-a-name", "");
        bytes(pieces(FEW, more));

        long few = bytes(pieces(FEW, more));
        long many = bytes(pieces(MANY, more));

        assertTrue(many < MOST_GROWTH * few, () -> few + " bytes for few, " + many + " for many");
    }

    @Test
    void argumentsThatGrowAreNotCopiedForEachPiece() {
        IntFunction<Piece.Call> more = each -> piece(0, "", each == 0 ? "f" : "", "a part of arguments");
        bytes(pieces(FEW, more));

        long few = bytes(pieces(FEW, more));
        long many = bytes(pieces(MANY, more));

        assertTrue(many < MOST_GROWTH * few, () -> few + " bytes for few, " + many + " for many");
    }

    /** To compare two of these ids takes as long as they are, which differ at their ends. */
    @Test
    void aCallIsFoundByItsIdWithoutALookAtTheOthers() {
        String prefix = "an-id-of-a-call-".repeat(12);
        IntFunction<Piece.Call> another = each -> piece(Piece.Call.NONE, prefix + (100_000 + each), "f", "{}");
        nanos(FEW, another);

        long few = nanos(FEW / 4, another);
        long many = nanos(MANY / 4, another);

        assertTrue(many < MOST_GROWTH * few, () -> few + " ns for few, " + many + " for many");
    }

    @Test
    void beyondWhatARunCouldTakeCallsAreCountedOut() {
        for (int each = 0; each < 20_000; each++) calls.add(piece(each, "", "f", "{}"), false);

        assertEquals(16_384, calls.toolCalls("r").size());
    }
}
