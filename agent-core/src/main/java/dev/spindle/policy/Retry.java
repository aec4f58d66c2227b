package dev.spindle.policy;

import dev.spindle.context.Cancellation.CancelledException;
import dev.spindle.http.Backoff;
import dev.spindle.http.Backoff.Pause;
import dev.spindle.message.Spent;
import dev.spindle.model.Delta;
import dev.spindle.model.Model;
import dev.spindle.model.Model.Deltas;
import dev.spindle.model.ModelCall;
import dev.spindle.model.ModelException;
import dev.spindle.model.ModelReply;
import dev.spindle.run.Interceptor;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.LongSupplier;

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
public record Retry(Backoff backoff, Pause pause, Budget budget) implements Interceptor {
    /** Retries under a budget of its own. */
    public Retry(Backoff backoff, Pause pause) {
        this(backoff, pause, Budget.standard());
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

    /**
     * How many retries a client may make in all, so that it does not multiply the load of a server that is down.
     *
     * <p>Each call saves a part of a retry, so does each minute, and each retry spends a whole one. While a server is well, there is always
     * enough; while it is down, a busy client soon makes hardly more requests than it has calls. Thread-safe.
     */
    public static final class Budget {
        private static final double NANOS_PER_MINUTE = 60e9;

        private final double perCall;
        private final double perMinute;
        private final double most;
        private final LongSupplier nanoTime;
        private double saved;
        private long last;

        private Budget(double perCall, double perMinute, double most, LongSupplier nanoTime) {
            this.perCall = perCall;
            this.perMinute = perMinute;
            this.most = most;
            this.nanoTime = nanoTime;
            this.saved = most;
            this.last = nanoTime.getAsLong();
        }

        /** One retry for every five calls, ten more a minute, and up to 30 saved. */
        public static Budget standard() {
            return of(0.2, 10, 30, System::nanoTime);
        }

        /**
         * A budget that is full.
         *
         * @param perCall how much of a retry each call saves
         * @param perMinute how many retries each minute saves
         * @param most how many can be saved
         * @param nanoTime a clock that only goes forward, in nanoseconds
         */
        public static Budget of(double perCall, double perMinute, double most, LongSupplier nanoTime) {
            if (!(perCall >= 0 && perMinute >= 0 && most >= 1)) {
                throw new IllegalArgumentException(
                        "A budget of " + perCall + " retries a call, " + perMinute + " a minute and up to " + most
                                + " is none; the first two must be at least 0, the last at least 1");
            }
            return new Budget(perCall, perMinute, most, nanoTime);
        }

        /** A call is made. */
        synchronized void deposit() {
            save(perCall);
        }

        /** Whether a retry may be made; if so, it is spent. */
        synchronized boolean withdraw() {
            long now = nanoTime.getAsLong();
            save((now - last) / NANOS_PER_MINUTE * perMinute);
            last = now;
            if (saved < 1) return false;
            saved--;
            return true;
        }

        private void save(double more) {
            saved = Math.min(most, saved + more);
        }
    }
}
