package dev.spindle.policy;

import dev.spindle.context.Cancellation.CancelledException;
import dev.spindle.context.RunContext;
import dev.spindle.http.Backoff.Pause;
import dev.spindle.http.HttpEndpoint.ServerLimits;
import dev.spindle.json.Json;
import dev.spindle.message.Transcript;
import dev.spindle.message.Usage;
import dev.spindle.model.Delta;
import dev.spindle.model.Model;
import dev.spindle.model.ModelCall;
import dev.spindle.model.ModelException;
import dev.spindle.model.ModelOptions;
import dev.spindle.model.ModelReply;
import dev.spindle.run.Interceptor;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * Keeps calls within the limits of a server: requests and tokens per minute, and how many are under way at once.
 *
 * <p>Calls wait their turn, in the order in which they came. The tokens of a call are estimated before it and corrected by what it used.
 * Besides your own limits it heeds what the server says in its {@code x-ratelimit-…} headers; each refusal for too many requests halves
 * how many calls may be under way, and each success adds to it. Whatever it says is forgotten after an hour. Put it behind {@link Retry}, so that each attempt counts, and give the
 * same one to every agent that shares the limits. Thread-safe.
 */
public final class RateLimit implements Interceptor {
    private static final int MOST_UNDER_WAY = 64;
    private static final Duration LONGEST_WAIT = Duration.ofMinutes(5);
    /** What a server says counts no longer than this: one word of nonsense would close it for years, and only a call can tell. */
    private static final Duration LONGEST_BELIEF = Duration.ofHours(1);

    private static final int CHARACTERS_PER_TOKEN = 4;
    private static final long NO_LIMIT = 1_000_000_000_000L;

    private final Allowance requests;
    private final Allowance tokens;
    private final Allowance serverRequests;
    private final Allowance serverTokens;
    private final InFlight inFlight;
    private final Pause pause;
    private final Clock clock;
    private Instant heldUntil = Instant.MIN;

    private RateLimit(long requestsPerMinute, long tokensPerMinute, int mostUnderWay, Pause pause, Clock clock) {
        Instant now = clock.instant();
        this.requests = Allowance.perMinute(atLeastOne("requestsPerMinute", requestsPerMinute), now);
        this.tokens = Allowance.perMinute(atLeastOne("tokensPerMinute", tokensPerMinute), now);
        this.serverRequests = Allowance.unknown(now);
        this.serverTokens = Allowance.unknown(now);
        this.inFlight = new InFlight((int) atLeastOne("mostUnderWay", mostUnderWay));
        this.pause = pause;
        this.clock = clock;
    }

    private static long atLeastOne(String name, long value) {
        if (value < 1) throw new IllegalArgumentException(name + " is " + value + "; it must be at least 1");
        return value;
    }

    /** Only what the server says of its limits, and at most 64 calls at once. */
    public static RateLimit learned() {
        return perMinute(NO_LIMIT, NO_LIMIT);
    }

    /** So many requests and tokens a minute, and at most 64 calls at once. */
    public static RateLimit perMinute(long requests, long tokens) {
        return of(requests, tokens, MOST_UNDER_WAY, Pause.REAL, Clock.systemUTC());
    }

    /**
     * Everything of your own.
     *
     * @param mostUnderWay how many calls at once, while the server bears it
     * @param pause lets the time pass
     * @param clock which time it passes by
     */
    public static RateLimit of(
            long requestsPerMinute, long tokensPerMinute, int mostUnderWay, Pause pause, Clock clock) {
        return new RateLimit(requestsPerMinute, tokensPerMinute, mostUnderWay, pause, clock);
    }

    /** How many calls may be under way now. */
    public int underWayAllowed() {
        return inFlight.allowed();
    }

    @Override
    public ModelReply aroundModel(ModelCall call, Model next) {
        long estimate = estimate(call);
        await(estimate, call);
        long cutsBefore = enter(estimate, call);
        try {
            ModelReply reply = next.call(listening(call));
            inFlight.grow();
            settle(estimate, reply.spentInAll().usage());
            return reply;
        } catch (ModelException.RateLimited tooMuch) {
            inFlight.cut(cutsBefore);
            tooMuch.retryAfter().ifPresent(this::hold);
            throw tooMuch;
        } finally {
            inFlight.leave();
        }
    }

    private long enter(long estimate, ModelCall call) {
        try {
            return inFlight.enter(call.context().cancellation());
        } catch (CancelledException cancelled) {
            release(estimate);
            throw cancelled;
        }
    }

    /** What the call may use: what is sent, and as much as may be answered. */
    private static long estimate(ModelCall call) {
        Transcript messages = call.messages();
        long characters = 0;
        for (int at = 0; at < messages.size(); at++)
            characters += messages.message(at).text().length();
        long answer = call.options()
                .field(ModelOptions.MAX_TOKENS)
                .filter(Json::isNumber)
                .map(Json::integer)
                .orElse(0L);
        return characters / CHARACTERS_PER_TOKEN + answer;
    }

    private void await(long estimate, ModelCall call) {
        Duration wait = reserve(estimate);
        if (wait.isZero()) return;
        if (wait.compareTo(LONGEST_WAIT) > 0) {
            release(estimate);
            throw tooLong(wait);
        }
        if (call.streaming()) call.deltas().accept(new Delta.Waiting(wait, "the rate limit"));
        try {
            pause.take(wait, call.context().cancellation());
        } catch (RuntimeException cancelled) {
            release(estimate);
            throw cancelled;
        }
    }

    private static ModelException tooLong(Duration wait) {
        String words = "the rate limit allows the next call only in " + wait + ", and no call waits longer than "
                + LONGEST_WAIT;
        ModelException.Details details = ModelException.Details.of(words).withRetry(false);
        return new ModelException.RateLimited("The request was not sent: " + words, details, wait);
    }

    private synchronized Duration reserve(long estimate) {
        Instant now = clock.instant();
        take(1, estimate, now);
        Duration longest = heldUntil.isAfter(now) ? Duration.between(now, heldUntil) : Duration.ZERO;
        for (Allowance allowance : List.of(requests, serverRequests, tokens, serverTokens)) {
            Duration debt = allowance.debt(now);
            if (debt.compareTo(longest) > 0) longest = debt;
        }
        return longest;
    }

    private synchronized void release(long estimate) {
        take(-1, -estimate, clock.instant());
    }

    private void take(int calls, long estimate, Instant now) {
        requests.take(calls, now);
        serverRequests.take(calls, now);
        tokens.take(estimate, now);
        serverTokens.take(estimate, now);
    }

    private synchronized void settle(long estimate, Usage used) {
        if (used.equals(Usage.NONE)) return; // nobody knows
        tokens.take(used.totalTokens() - estimate, clock.instant());
        serverTokens.take(used.totalTokens() - estimate, clock.instant());
    }

    /** What one call was told to wait, all others wait as well. */
    private synchronized void hold(Duration retryAfter) {
        Instant until = clock.instant().plus(retryAfter.compareTo(LONGEST_BELIEF) > 0 ? LONGEST_BELIEF : retryAfter);
        if (until.isAfter(heldUntil)) heldUntil = until;
    }

    private ModelCall listening(ModelCall call) {
        RunContext context = call.context();
        ServerLimits.Listener outer =
                context.tags().find(ServerLimits.Listener.TAG).orElse(limits -> {});
        ServerLimits.Listener both = limits -> {
            learn(limits);
            outer.heard(limits);
        };
        return call.withContext(new RunContext(
                context.runId(), context.cancellation(), context.tags().with(ServerLimits.Listener.TAG, both)));
    }

    private synchronized void learn(ServerLimits limits) {
        Instant now = clock.instant();
        if (limits.requests() != null) serverRequests.learn(limits.requests(), now, LONGEST_BELIEF);
        if (limits.tokens() != null) serverTokens.learn(limits.tokens(), now, LONGEST_BELIEF);
    }
}
