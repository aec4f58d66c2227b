package dev.spindle.policy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.spindle.http.Backoff;
import dev.spindle.message.Transcript;
import dev.spindle.message.UserMessage;
import dev.spindle.model.Model;
import dev.spindle.model.ModelCall;
import dev.spindle.model.ModelException;
import dev.spindle.model.ModelException.Details;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class RetryBudgetTest {
    private final AtomicLong nanos = new AtomicLong();
    private final AtomicInteger requests = new AtomicInteger();
    private final Model down = call -> {
        requests.incrementAndGet();
        throw new ModelException.Unavailable("down", Details.of("down"), null, null);
    };

    private int requestsOf(int calls, Retry retry) {
        requests.set(0);
        ModelCall question = ModelCall.of(Transcript.of(List.of(UserMessage.of("?"))));
        for (int call = 0; call < calls; call++) {
            assertThrows(ModelException.class, () -> retry.aroundModel(question, down));
        }
        return requests.get();
    }

    private Retry retry(Retry.Budget budget) {
        return new Retry(Backoff.DEFAULT, (length, cancellation) -> {}, budget);
    }

    @Test
    void anOutageIsNotMadeWorse() {
        Retry retry = retry(Retry.Budget.of(0.1, 0, 10, nanos::get));

        int requests = requestsOf(1000, retry);

        assertEquals(1000 + 10 + 99, requests, 3.0); // not 4000
    }

    @Test
    void aBudgetIsSharedByAllWhoHaveIt() {
        Retry.Budget shared = Retry.Budget.of(0, 0, 5, nanos::get);

        assertEquals(3 + 4, requestsOf(1, retry(shared)) + requestsOf(1, retry(shared)));
        assertEquals(1, requestsOf(1, retry(shared)));
    }

    @Test
    void timeSavesRetries() {
        Retry retry = retry(Retry.Budget.of(0, 2, 3, nanos::get));
        requestsOf(1, retry);
        assertEquals(1, requestsOf(1, retry));

        nanos.addAndGet(Duration.ofMinutes(1).toNanos());

        assertEquals(3, requestsOf(1, retry));
    }

    @Test
    void aBudgetOfNothingIsRefused() {
        assertThrows(IllegalArgumentException.class, () -> Retry.Budget.of(0.1, 1, 0, nanos::get));
        assertThrows(IllegalArgumentException.class, () -> Retry.Budget.of(Double.NaN, 1, 5, nanos::get));
    }
}
