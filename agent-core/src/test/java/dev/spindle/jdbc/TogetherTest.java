package dev.spindle.jdbc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Who goes with whom, and before whom. What is wanted is a name of so many characters as it is large; at most ten go together. */
@Timeout(60)
class TogetherTest {
    private final List<List<String>> groups = Collections.synchronizedList(new ArrayList<>());
    private final Semaphore gate = new Semaphore(0);
    private final Together<String, String> together = new Together<>(this::work, String::length, 10, 1);
    private final List<Thread> threads = new ArrayList<>();

    private List<String> work(List<String> wanted) {
        groups.add(wanted);
        gate.acquireUninterruptibly();
        return wanted;
    }

    /** Each asks when those before it wait. */
    private void ask(String... wants) {
        for (String want : wants) {
            Thread thread = new Thread(() -> together.get(want));
            threads.add(thread);
            thread.start();
            await(() -> LockSupport.getBlocker(thread) != null);
        }
    }

    private void letOneGroupThrough() {
        int begun = groups.size();
        gate.release();
        await(() -> groups.size() > begun);
    }

    private void letAllThrough() throws InterruptedException {
        gate.release(threads.size());
        for (Thread thread : threads) thread.join();
    }

    private interface Condition {
        boolean holds();
    }

    private static void await(Condition condition) {
        long giveUp = System.nanoTime() + Duration.ofSeconds(30).toNanos();
        while (!condition.holds()) {
            assertTrue(System.nanoTime() < giveUp, "it does not come to that");
            LockSupport.parkNanos(Duration.ofMillis(1).toNanos());
        }
    }

    private void assertGroups(String... expected) {
        List<List<String>> names =
                Arrays.stream(expected).map(group -> List.of(group.split(" "))).toList();
        assertEquals(names, List.copyOf(groups));
    }

    @Test
    void thoseWhoWaitBehindALargeOneGoBeforeIt() throws InterruptedException {
        ask("first", "large-large-1", "a", "b", "c");

        letAllThrough();

        assertGroups("first", "a b c", "large-large-1");
    }

    @Test
    void nobodyWaitsForTwoLargeOnesInSuccession() throws InterruptedException {
        ask("large-large-1", "large-large-2", "a");
        letOneGroupThrough();
        ask("b", "large-large-3");

        letAllThrough();

        assertGroups("large-large-1", "a", "large-large-2", "b", "large-large-3");
    }

    @Test
    void aLargeOneIsPassedOnce() throws InterruptedException {
        ask("first", "large-large-1", "a");
        letOneGroupThrough();
        ask("b", "c");

        letAllThrough();

        assertGroups("first", "a", "large-large-1", "b c");
    }

    @Test
    void largeOnesAloneGoInTheirOrder() throws InterruptedException {
        ask("large-large-1", "large-large-2", "large-large-3");

        letAllThrough();

        assertGroups("large-large-1", "large-large-2", "large-large-3");
    }

    @Test
    void noMoreGoTogetherThanTheBoundAllowsAndInTheirOrder() throws InterruptedException {
        ask("first", "aaaa", "bbbb", "cccc", "d");

        letAllThrough();

        assertGroups("first", "aaaa bbbb", "cccc d");
    }
}
