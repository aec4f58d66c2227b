package dev.spindle.policy;

import dev.spindle.context.CancelledException;
import dev.spindle.http.Backoff;
import dev.spindle.http.Pause;
import dev.spindle.message.Spent;
import dev.spindle.model.Delta;
import dev.spindle.model.Deltas;
import dev.spindle.model.Model;
import dev.spindle.model.ModelCall;
import dev.spindle.model.ModelException;
import dev.spindle.model.ModelReply;
import dev.spindle.run.Interceptor;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Makes a model call again when the same request may succeed: after rate limits, broken connections and broken servers.
 *
 * <p>What was shown of a failed attempt is declared void by {@link Delta.Dropped} before the next; each pause is
 * announced by {@link Delta.Waiting} and ends at once when the run is cancelled. Failed attempts, with what they cost,
 * are kept in {@link ModelReply#failedAttempts()}. When no attempt is left, the last failure is thrown, with those
 * before it as suppressed.
 *
 * @param backoff how often, and after which pauses
 * @param pause lets the time pass
 * @param budget what all calls through this policy may be repeated together, so that an outage is not made worse; give the same one to
 *     every agent that asks the same server
 */
public record Retry(Backoff backoff, Pause pause, RetryBudget budget) implements Interceptor {
    /** Retries under a budget of its own. */
    public Retry(Backoff backoff, Pause pause) {
        this(backoff, pause, RetryBudget.standard());
    }

    /** Three retries after about 1, 2 and 4 seconds, or after what the server asks for, up to five minutes. */
    public static Retry standard() {
        return new Retry(Backoff.DEFAULT, Pause.REAL);
    }

    @Override
    public ModelReply aroundModel(ModelCall call, Model next) {
        List<ModelException> failures = new ArrayList<>();
        budget.deposit();
        try {
            return attempt(call, next, failures);
        } catch (CancelledException cancelled) {
            failures.forEach(cancelled::addSuppressed);
            throw cancelled;
        }
    }

    private ModelReply attempt(ModelCall call, Model next, List<ModelException> failures) {
        while (true) {
            WatchedDeltas deltas = new WatchedDeltas(call.deltas());
            try {
                ModelReply reply = next.call(call.streaming() ? call.withDeltas(deltas) : call);
                return after(failures, reply, next.id());
            } catch (ModelException failure) {
                Optional<Duration> wait = findPause(failure, failures.size() + 1);
                if (wait.isEmpty() || !budget.withdraw()) throw withEarlier(failure, failures);
                failures.add(failure);
                announce(failure, wait.get(), call.deltas(), deltas.shown());
                pause.take(wait.get(), call.context().cancellation());
            }
        }
    }

    private Optional<Duration> findPause(ModelException failure, int retry) {
        return failure.isRetryable()
                ? backoff.findPause(retry, failure.retryAfter().orElse(null))
                : Optional.empty();
    }

    private static void announce(ModelException failure, Duration wait, Deltas deltas, boolean shown) {
        String why = String.valueOf(failure.getMessage());
        if (shown) deltas.accept(new Delta.Dropped(why));
        if (deltas != Deltas.IGNORED) deltas.accept(new Delta.Waiting(wait, why));
    }

    private static ModelReply after(List<ModelException> failures, ModelReply reply, String model) {
        ModelReply all = reply;
        for (int at = failures.size() - 1; at >= 0; at--) {
            ModelException failure = failures.get(at);
            Spent spent = failure.spentInAll();
            all = all.after(new ModelReply.Attempt(model, String.valueOf(failure.getMessage()), spent));
        }
        return all;
    }

    private static ModelException withEarlier(ModelException last, List<ModelException> failures) {
        failures.stream().filter(failure -> failure != last).forEach(last::addSuppressed);
        return last;
    }
}
