package dev.spindle.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class ThreadsTest {
    private final Threads threads = new Threads("some-tool", Duration.ofMinutes(1));

    @Test
    void workThatWaitsForOtherWorkGetsIt() {
        CountDownLatch all = new CountDownLatch(50);

        List<CompletableFuture<Boolean>> met = new ArrayList<>();
        for (int each = 0; each < 50; each++) met.add(on(() -> met(all)));

        assertThat(met).allSatisfy(one -> assertThat(one.join()).isTrue());
    }

    @Test
    void anIdleThreadTakesTheNextWork() {
        Thread first = untilIdle(on(Thread::currentThread).join());

        Thread second = on(Thread::currentThread).join();

        assertThat(second).isSameAs(first);
        assertThat(second.getName()).isEqualTo("some-tool");
        assertThat(second.isDaemon()).isTrue();
    }

    @Test
    void anInterruptDoesNotReachTheNextWork() {
        Thread first = untilIdle(on(() -> {
                    Thread.currentThread().interrupt();
                    return Thread.currentThread();
                })
                .join());
        first.interrupt();

        boolean interrupted = on(Thread::interrupted).join();

        assertThat(interrupted).isFalse();
    }

    @Test
    void aThreadThatDiedOfItsWorkTakesNoMore() throws InterruptedException {
        CompletableFuture<Thread> dying = new CompletableFuture<>();
        threads.execute(() -> {
            Thread.currentThread().setUncaughtExceptionHandler((thread, expected) -> dying.complete(thread));
            throw new AssertionError("died");
        });
        Thread dead = dying.join();
        dead.join();

        Thread next = on(Thread::currentThread).join();

        assertThat(next).isNotSameAs(dead);
    }

    @Test
    void anIdleThreadEndsAfterAWhile() throws InterruptedException {
        Threads impatient = new Threads("some-tool", Duration.ofMillis(20));
        CompletableFuture<Thread> ran = new CompletableFuture<>();

        impatient.execute(() -> ran.complete(Thread.currentThread()));
        ran.join().join();

        assertThat(ran.join().isAlive()).isFalse();
    }

    @Test
    void noWorkIsLostBetweenThreadsThatEnd() throws InterruptedException {
        Threads impatient = new Threads("some-tool", Duration.ofNanos(20_000));
        CountDownLatch all = new CountDownLatch(20_000);

        for (int work = 0; work < 20_000; work++) impatient.execute(all::countDown);

        assertThat(all.await(20, TimeUnit.SECONDS)).isTrue();
    }

    private <T> CompletableFuture<T> on(Supplier<T> work) {
        CompletableFuture<T> result = new CompletableFuture<>();
        threads.execute(() -> result.complete(work.get()));
        return result;
    }

    private static boolean met(CountDownLatch all) {
        all.countDown();
        try {
            return all.await(20, TimeUnit.SECONDS);
        } catch (InterruptedException stopped) {
            return false;
        }
    }

    private static Thread untilIdle(Thread worker) {
        while (worker.getState() != Thread.State.TIMED_WAITING) Thread.onSpinWait();
        return worker;
    }
}
