package dev.spindle.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.spindle.context.Cancellation;
import dev.spindle.message.CallId;
import dev.spindle.message.ToolMessage.Outcome;
import dev.spindle.tool.ToolResult;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class BatchTest {
    private static final TimeLimit LONG = new TimeLimit(Duration.ofSeconds(10), false);

    private final Cancellation run = Cancellation.create();
    private final List<List<Batch.Ended>> told = new ArrayList<>();
    private final Batch batch = new Batch(run, told::add, (id, tool) -> {});

    private List<Batch.Ended> all() {
        return told.stream().flatMap(List::stream).toList();
    }

    private static StepRunner.CallEnd done() {
        return new StepRunner.CallEnd.Answered(ToolResult.text("done"));
    }

    private void add(int index, Batch.Work work) {
        batch.add(new CallId(0, index), "tool", LONG, work);
    }

    @Test
    void callsThatWaitForOneAnotherRunAtOnce() throws InterruptedException {
        CyclicBarrier all = new CyclicBarrier(5);
        for (int call = 0; call < 5; call++) add(call, own -> met(all));

        batch.await();

        assertEquals(5, all().size());
        for (Batch.Ended one : all()) assertEquals(Outcome.OK, outcome(one));
    }

    private static StepRunner.CallEnd met(CyclicBarrier all) {
        try {
            all.await(10, TimeUnit.SECONDS);
            return done();
        } catch (Exception alone) {
            return new StepRunner.CallEnd.Answered(ToolResult.failed(alone.toString()));
        }
    }

    @Test
    void whatEndsIsToldBeforeTheOthersHaveEnded() throws InterruptedException {
        CountDownLatch firstIsTold = new CountDownLatch(1);
        Batch early = new Batch(
                run,
                calls -> {
                    told.add(calls);
                    firstIsTold.countDown();
                },
                (id, tool) -> {});
        AtomicBoolean inTime = new AtomicBoolean();
        early.add(new CallId(0, 0), "quick", LONG, own -> done());
        early.add(new CallId(0, 1), "slow", LONG, own -> {
            inTime.set(awaited(firstIsTold));
            return done();
        });

        early.await();

        assertTrue(inTime.get());
        assertEquals(2, all().size());
    }

    private static boolean awaited(CountDownLatch latch) {
        try {
            return latch.await(10, TimeUnit.SECONDS);
        } catch (InterruptedException stopped) {
            return false;
        }
    }

    @Test
    void manyQuickCallsAreAllToldOnce() throws InterruptedException {
        for (int call = 0; call < 200; call++) add(call, own -> done());

        batch.await();

        assertEquals(200, all().stream().map(Batch.Ended::id).distinct().count());
        assertEquals(200, all().size());
        assertTrue(batch.isOver());
    }

    @Test
    void aCancelledCallIsNotBegun() throws InterruptedException {
        AtomicBoolean begun = new AtomicBoolean();
        add(0, own -> {
            begun.set(true);
            return done();
        });
        run.cancel("the user left");

        batch.await();

        assertFalse(begun.get());
        assertEquals(Outcome.CANCELLED, outcome(all().get(0)));
    }

    private static Outcome outcome(Batch.Ended one) {
        return ((StepRunner.CallEnd.Answered) one.end()).result().outcome();
    }
}
