package dev.spindle.policy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.spindle.context.Cancellation;
import dev.spindle.context.Cancellation.CancelledException;
import dev.spindle.context.RunContext;
import dev.spindle.http.Backoff;
import dev.spindle.http.Backoff.Pause;
import dev.spindle.message.AssistantMessage;
import dev.spindle.message.Transcript;
import dev.spindle.message.Usage;
import dev.spindle.message.UserMessage;
import dev.spindle.model.Delta;
import dev.spindle.model.Model;
import dev.spindle.model.ModelCall;
import dev.spindle.model.ModelException;
import dev.spindle.model.ModelException.Details;
import dev.spindle.model.ModelReply;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class RetryTest {
    private static final ModelReply HELLO = ModelReply.of(AssistantMessage.of("Hello"), Usage.of(1, 1));
    private static final ModelCall QUESTION = ModelCall.of(Transcript.of(List.of(UserMessage.of("?"))));

    private final List<Duration> pauses = new ArrayList<>();
    private final Retry retry =
            new Retry(Backoff.DEFAULT.withRandom(() -> 0.5), (pause, cancellation) -> pauses.add(pause));

    @Test
    void transientFailuresAreTriedAgainAfterDoublingPauses() {
        ModelReply reply = retry.aroundModel(QUESTION, failing(unavailable(), unavailable(), unavailable()));

        assertEquals("Hello", reply.message().text());
        assertEquals(List.of(Duration.ofSeconds(1), Duration.ofSeconds(2), Duration.ofSeconds(4)), pauses);
        assertEquals(3, reply.failedAttempts().size());
        assertEquals(Usage.of(1 + 3 * 10, 1), reply.spentInAll().usage());
    }

    @Test
    void lastFailureIsThrownWithThoseBeforeIt() {
        ModelException last = unavailable();

        ModelException thrown = assertThrows(
                ModelException.class,
                () -> retry.aroundModel(QUESTION, failing(unavailable(), unavailable(), unavailable(), last)));

        assertSame(last, thrown);
        assertEquals(3, thrown.getSuppressed().length);
        assertEquals(Usage.of(40, 0), thrown.spentInAll().usage());
    }

    @Test
    void whatWillNotChangeIsNotTriedAgain() {
        Details details = Details.of("no");
        for (ModelException failure : List.of(
                new ModelException.Rejected("no", details),
                new ModelException.Unauthorized("no", details),
                new ModelException.QuotaExhausted("no", details),
                new ModelException.ContextTooLong("no", details),
                new ModelException.Unavailable("no", details.withRetry(false), null, null))) {
            assertSame(
                    failure, assertThrows(ModelException.class, () -> retry.aroundModel(QUESTION, failing(failure))));
        }
        assertEquals(List.of(), pauses);
    }

    @Test
    void serversWordToTryAgainIsHeeded() {
        ModelException failure =
                new ModelException.Garbled("odd", Details.of("odd").withRetry(true), null);

        assertEquals(
                "Hello", retry.aroundModel(QUESTION, failing(failure)).message().text());
    }

    @Test
    void serversPauseCounts() {
        Duration asked = Duration.ofMillis(20);

        retry.aroundModel(QUESTION, failing(new ModelException.RateLimited("slow", Details.of("slow"), asked)));

        assertEquals(List.of(asked), pauses);
    }

    @Test
    void shownPiecesAreDroppedBeforeThePauseIsAnnounced() {
        List<Delta> shown = new ArrayList<>();
        List<ModelException> left = new ArrayList<>(List.of(unavailable()));
        Model model = call -> {
            call.deltas().accept(new Delta.Text("Hel"));
            if (!left.isEmpty()) throw left.remove(0);
            return HELLO;
        };

        retry.aroundModel(QUESTION.withDeltas(shown::add), model);

        assertEquals(
                List.of(
                        new Delta.Text("Hel"),
                        new Delta.Dropped("away"),
                        new Delta.Waiting(Duration.ofSeconds(1), "away"),
                        new Delta.Text("Hel")),
                shown);
    }

    @Test
    void nothingIsDroppedIfNothingWasShown() {
        List<Delta> shown = new ArrayList<>();

        retry.aroundModel(QUESTION.withDeltas(shown::add), failing(unavailable()));

        assertEquals(List.of(new Delta.Waiting(Duration.ofSeconds(1), "away")), shown);
    }

    @Test
    void callThatNobodyListensToStaysUnstreamed() {
        List<Boolean> streaming = new ArrayList<>();

        retry.aroundModel(QUESTION, call -> {
            streaming.add(call.streaming());
            return HELLO;
        });

        assertEquals(List.of(false), streaming);
    }

    @Test
    void cancellingEndsThePauseAtOnce() {
        Cancellation cancellation = Cancellation.create();
        Retry patient =
                new Retry(Backoff.DEFAULT.withFirst(Duration.ofHours(1)).withLongest(Duration.ofHours(1)), Pause.REAL);
        ModelCall call = QUESTION.withContext(RunContext.of("r").withCancellation(cancellation))
                .withDeltas(delta -> {
                    if (delta instanceof Delta.Waiting) new Thread(() -> cancellation.cancel("enough")).start();
                });

        CancelledException cancelled =
                assertThrows(CancelledException.class, () -> patient.aroundModel(call, failing(unavailable())));

        assertEquals("enough", cancelled.getMessage());
        assertEquals(Usage.of(10, 0), ModelException.spentOn(cancelled).usage());
    }

    @Test
    void pauseEndsByItself() {
        long before = System.nanoTime();

        Pause.REAL.take(Duration.ofMillis(30), Cancellation.create());

        assertTrue(System.nanoTime() - before >= Duration.ofMillis(30).toNanos());
    }

    private static Model failing(ModelException... failures) {
        List<ModelException> left = new ArrayList<>(List.of(failures));
        return call -> {
            if (!left.isEmpty()) throw left.remove(0);
            return HELLO;
        };
    }

    private static ModelException unavailable() {
        ModelReply partial = ModelReply.of(AssistantMessage.of(""), Usage.of(10, 0));
        return new ModelException.Unavailable("away", Details.of("away").withPartial(partial), null, null);
    }
}
