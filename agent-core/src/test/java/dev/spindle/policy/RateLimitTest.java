package dev.spindle.policy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.spindle.context.Cancellation;
import dev.spindle.context.Cancellation.CancelledException;
import dev.spindle.context.RunContext;
import dev.spindle.http.HttpEndpoint.ServerLimits;
import dev.spindle.http.HttpEndpoint.ServerLimits.Level;
import dev.spindle.message.AssistantMessage;
import dev.spindle.message.Transcript;
import dev.spindle.message.Usage;
import dev.spindle.message.UserMessage;
import dev.spindle.model.Delta;
import dev.spindle.model.Model;
import dev.spindle.model.ModelCall;
import dev.spindle.model.ModelException;
import dev.spindle.model.ModelException.Details;
import dev.spindle.model.ModelOptions;
import dev.spindle.model.ModelReply;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class RateLimitTest {
    private static final long MANY = 1_000_000_000;
    private static final ModelCall QUESTION =
            ModelCall.of(Transcript.of(List.of(UserMessage.of("x".repeat(400))))); // 100 tokens
    private static final Model ANSWERING = call -> ModelReply.of(AssistantMessage.of("Hello"), Usage.of(100, 0));

    private final StandingClock clock = new StandingClock();
    private final List<Duration> pauses = new ArrayList<>();

    /** A clock that goes on when somebody waits. */
    private static final class StandingClock extends Clock {
        private Instant now = Instant.EPOCH;

        @Override
        public Instant instant() {
            return now;
        }

        @Override
        public ZoneId getZone() {
            return ZoneId.of("UTC");
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }
    }

    private RateLimit limit(long requests, long tokens, int mostUnderWay) {
        return RateLimit.of(
                requests,
                tokens,
                mostUnderWay,
                (length, cancellation) -> {
                    pauses.add(length);
                    clock.now = clock.now.plus(length);
                },
                clock);
    }

    private static Model saying(ServerLimits limits) {
        return call -> {
            call.context().tag(ServerLimits.Listener.TAG).heard(limits);
            return ANSWERING.call(call);
        };
    }

    @Test
    void theMinutesRequestsGoAtOnceAndFurtherOnesEvenly() {
        RateLimit limit = limit(3, MANY, 8);

        for (int call = 0; call < 5; call++) limit.aroundModel(QUESTION, ANSWERING);

        assertEquals(List.of(Duration.ofSeconds(20), Duration.ofSeconds(20)), pauses);
    }

    @Test
    void tokensAreCountedAsTheyWereUsedNotAsTheyWereEstimated() {
        RateLimit limit = limit(MANY, 600, 8);
        ModelCall generous = QUESTION.withOptions(ModelOptions.DEFAULT.withMaxTokens(500));

        limit.aroundModel(generous, ANSWERING); // 600 estimated, 100 used
        limit.aroundModel(QUESTION, ANSWERING);
        assertEquals(List.of(), pauses);
        limit.aroundModel(generous, ANSWERING);

        assertEquals(List.of(Duration.ofSeconds(20)), pauses); // 200 tokens at 10 a second
    }

    @Test
    void aCallThatIsLargerThanTheMinuteWaitsButIsMade() {
        RateLimit limit = limit(MANY, 60, 8);

        limit.aroundModel(QUESTION, ANSWERING);

        assertEquals(List.of(Duration.ofSeconds(40)), pauses);
    }

    @Test
    void whatAServerSaysIsForgottenAfterAnHour() {
        RateLimit limit = limit(MANY, MANY, 8);
        Model forYears = saying(
                new ServerLimits(new Level(60, 0, Duration.ofDays(37_500)), new Level(60, 0, Duration.ofDays(40))));
        Model refusing = call -> {
            throw new ModelException.RateLimited("no", Details.of("no"), Duration.ofDays(3650));
        };
        limit.aroundModel(QUESTION, forYears);
        clock.now = clock.now.plus(Duration.ofMinutes(61));

        assertThrows(ModelException.RateLimited.class, () -> limit.aroundModel(QUESTION, refusing));
        clock.now = clock.now.plus(Duration.ofMinutes(56));

        assertEquals("Hello", limit.aroundModel(QUESTION, ANSWERING).message().text());
        assertEquals(
                List.of(),
                pauses.stream()
                        .filter(pause -> pause.compareTo(Duration.ofMinutes(5)) > 0)
                        .toList());
    }

    @Test
    void whatTheServerSaysRemainsIsHeeded() {
        RateLimit limit = limit(MANY, MANY, 8);
        Model last = saying(new ServerLimits(new Level(60, 0, Duration.ofSeconds(60)), null));

        limit.aroundModel(QUESTION, last);
        limit.aroundModel(QUESTION, ANSWERING);

        assertEquals(List.of(Duration.ofSeconds(1)), pauses); // one of 60 in 60 seconds
    }

    @Test
    void tokensThatTheServerSaysRemainAreHeeded() {
        RateLimit limit = limit(MANY, MANY, 8);
        Model last = saying(new ServerLimits(null, new Level(1000, 50, Duration.ofSeconds(95))));

        limit.aroundModel(QUESTION, last);
        limit.aroundModel(QUESTION, ANSWERING);

        assertEquals(List.of(Duration.ofSeconds(5)), pauses); // 50 are missing, at 10 a second
    }

    @Test
    void aServerThatGivesNoSizeIsAskedAgainAfterItsReset() {
        RateLimit limit = limit(MANY, MANY, 8);
        Model last = saying(new ServerLimits(new Level(0, 0, Duration.ofSeconds(9)), null));

        limit.aroundModel(QUESTION, last);
        limit.aroundModel(QUESTION, ANSWERING);

        assertEquals(List.of(Duration.ofSeconds(9)), pauses);
    }

    @Test
    void whatOneCallIsToldToWaitAllWait() {
        RateLimit limit = limit(MANY, MANY, 8);
        Model refusing = call -> {
            throw new ModelException.RateLimited("slow", Details.of("slow"), Duration.ofSeconds(30));
        };

        assertThrows(ModelException.RateLimited.class, () -> limit.aroundModel(QUESTION, refusing));
        limit.aroundModel(QUESTION, ANSWERING);

        assertEquals(List.of(Duration.ofSeconds(30)), pauses);
    }

    @Test
    void aDayIsNotWaitedForButReported() {
        RateLimit limit = limit(MANY, MANY, 8);
        Model last = saying(new ServerLimits(new Level(1000, 0, Duration.ofDays(1000)), null));
        limit.aroundModel(QUESTION, last);

        ModelException.RateLimited tooLong =
                assertThrows(ModelException.RateLimited.class, () -> limit.aroundModel(QUESTION, ANSWERING));

        assertEquals(Duration.ofDays(1), tooLong.retryAfter().orElseThrow());
        assertFalse(tooLong.isRetryable());
        assertEquals(List.of(), pauses);
    }

    @Test
    void waitsAreAnnouncedToWhoListens() {
        RateLimit limit = limit(1, MANY, 8);
        List<Delta> heard = new ArrayList<>();

        limit.aroundModel(QUESTION, ANSWERING);
        limit.aroundModel(QUESTION.withDeltas(heard::add), ANSWERING);

        assertEquals(List.of(new Delta.Waiting(Duration.ofMinutes(1), "the rate limit")), heard);
    }

    @Test
    void refusalsHalveWhatMayBeUnderWayAndSuccessesAddToIt() {
        RateLimit limit = limit(MANY, MANY, 16);
        Model refusing = call -> {
            throw new ModelException.RateLimited("slow", Details.of("slow"), null);
        };

        assertThrows(ModelException.class, () -> limit.aroundModel(QUESTION, refusing));
        assertThrows(ModelException.class, () -> limit.aroundModel(QUESTION, refusing));
        assertEquals(4, limit.underWayAllowed());
        for (int call = 0; call < 5; call++) limit.aroundModel(QUESTION, ANSWERING);

        assertEquals(5, limit.underWayAllowed());
    }

    @Test
    void noMoreCallsAreUnderWayThanAllowed() throws InterruptedException {
        RateLimit limit = limit(MANY, MANY, 2);
        AtomicInteger now = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        CountDownLatch twoInside = new CountDownLatch(2);
        Model counting = call -> {
            most.accumulateAndGet(now.incrementAndGet(), Math::max);
            twoInside.countDown();
            await(twoInside);
            now.decrementAndGet();
            return ANSWERING.call(call);
        };
        List<Thread> threads = new ArrayList<>();

        for (int at = 0; at < 8; at++) threads.add(new Thread(() -> limit.aroundModel(QUESTION, counting)));
        threads.forEach(Thread::start);
        for (Thread thread : threads) thread.join();

        assertEquals(2, most.get());
    }

    @Test
    void whoeverIsCancelledWhileOthersAreUnderWayGoesAtOnce() throws InterruptedException {
        RateLimit limit = limit(MANY, MANY, 1);
        CountDownLatch inside = new CountDownLatch(1);
        CountDownLatch done = new CountDownLatch(1);
        Thread first = new Thread(() -> limit.aroundModel(QUESTION, call -> {
            inside.countDown();
            await(done);
            return ANSWERING.call(call);
        }));
        first.start();
        await(inside);
        Cancellation cancellation = Cancellation.create();
        Thread canceller = new Thread(() -> cancellation.cancel("enough"));

        canceller.start();
        ModelCall second = QUESTION.withContext(RunContext.of("r").withCancellation(cancellation));
        assertThrows(CancelledException.class, () -> limit.aroundModel(second, ANSWERING));

        done.countDown();
        first.join();
        assertTrue(limit.aroundModel(QUESTION, ANSWERING).message().text().equals("Hello"));
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
