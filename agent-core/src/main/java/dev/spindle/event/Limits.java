package dev.spindle.event;

import dev.spindle.message.Cost;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * How far a run may go. Reaching a limit is an outcome, not an exception: the run can be resumed with others.
 *
 * @param maxTurns replies of the model; the tools of the last one still run
 * @param maxToolCalls calls of tools; the model's further calls are answered as skipped
 * @param maxTokens tokens read and written by all calls together; checked before each further one
 * @param maxCost US dollars; null for no limit; a model without a known price stops the run. What a call may cost is reserved before it, as
 *     in a {@link dev.spindle.model.Budget}, so that more is spent only where a reply is longer, or a question costs more, than was
 *     estimated; at a price that only replies tell, the last call may exceed it
 * @param maxTime time spent working, waiting for approval not counted; null for no limit
 * @param maxRepeats how often in a row the model may make the very same calls
 * @param toolTimeout how long one tool call may take unless the tool says otherwise; zero for as long as the run
 * @param maxCorrections how often what the model wrote is sent back to it: an answer of the wrong form, and in turns in a row the calls
 *     of one tool, by {@link dev.spindle.tool.ToolException.ModelRetry}, and replies that say nothing
 * @param maxCallsPerReply calls of tools that one reply may make, up to 10,000; of a reply with more none is run, and the model is told
 *     so; null for {@value #CALLS_PER_REPLY}
 */
public record Limits(
        int maxTurns,
        int maxToolCalls,
        long maxTokens,
        @Nullable BigDecimal maxCost,
        @Nullable Duration maxTime,
        int maxRepeats,
        Duration toolTimeout,
        int maxCorrections,
        @Nullable Integer maxCallsPerReply) {
    /** How many calls a reply may make unless said otherwise. */
    public static final int CALLS_PER_REPLY = 128;

    /**
     * 20 turns, the same calls at most 5 times in a row, 60 seconds a tool call, 2 corrections, {@value #CALLS_PER_REPLY} calls a reply;
     * nothing else is limited.
     */
    public static final Limits DEFAULT =
            new Limits(20, Integer.MAX_VALUE, Long.MAX_VALUE, null, null, 5, Duration.ofSeconds(60), 2, null);

    private static final int MOST_CALLS_PER_REPLY = 10_000;

    /** Checks the numbers. */
    public Limits {
        atLeast("maxTurns", maxTurns, 1);
        atLeast("maxToolCalls", maxToolCalls, 0);
        atLeast("maxTokens", maxTokens, 1);
        atLeast("maxRepeats", maxRepeats, 1);
        atLeast("maxCorrections", maxCorrections, 0);
        if (maxCallsPerReply != null) {
            atLeast("maxCallsPerReply", maxCallsPerReply, 1);
            if (maxCallsPerReply > MOST_CALLS_PER_REPLY) {
                throw new IllegalArgumentException(
                        "maxCallsPerReply is " + maxCallsPerReply + "; it may be at most " + MOST_CALLS_PER_REPLY);
            }
        }
        if (maxCost != null) {
            atLeast("maxCost", maxCost.signum(), 0);
            Cost.usd(maxCost);
        }
        if (maxTime != null) atLeast("maxTime in milliseconds", maxTime.toMillis(), 1);
        atLeast("toolTimeout in milliseconds", toolTimeout.toMillis(), 0);
    }

    private static void atLeast(String name, long value, long least) {
        if (value < least) throw new IllegalArgumentException(name + " is " + value + "; it must be at least " + least);
    }

    /** With another limit of replies. */
    public Limits withMaxTurns(int turns) {
        return changed(draft -> draft.maxTurns = turns);
    }

    /** With another limit of tool calls. */
    public Limits withMaxToolCalls(int calls) {
        return changed(draft -> draft.maxToolCalls = calls);
    }

    /** With another limit of tokens. */
    public Limits withMaxTokens(long tokens) {
        return changed(draft -> draft.maxTokens = tokens);
    }

    /** With a limit of money, in US dollars. */
    public Limits withMaxCost(BigDecimal usd) {
        return changed(draft -> draft.maxCost = usd);
    }

    /** With a limit of working time. */
    public Limits withMaxTime(Duration time) {
        return changed(draft -> draft.maxTime = time);
    }

    /** With another number of times that the same calls may be made in a row. */
    public Limits withMaxRepeats(int repeats) {
        return changed(draft -> draft.maxRepeats = repeats);
    }

    /** With another time for tools that do not say. */
    public Limits withToolTimeout(Duration timeout) {
        return changed(draft -> draft.toolTimeout = timeout);
    }

    /** With another number of corrections. */
    public Limits withMaxCorrections(int corrections) {
        return changed(draft -> draft.maxCorrections = corrections);
    }

    /** With another number of calls that one reply may make. */
    public Limits withMaxCallsPerReply(int calls) {
        return changed(draft -> draft.maxCallsPerReply = calls);
    }

    /** How many calls one reply may make. */
    public int callsPerReply() {
        return maxCallsPerReply == null ? CALLS_PER_REPLY : maxCallsPerReply;
    }

    private Limits changed(Consumer<Draft> change) {
        Draft draft = new Draft(this);
        change.accept(draft);
        return draft.limits();
    }

    /** Limits while one of them is changed, so that each is named once and not in every change. */
    private static final class Draft {
        private int maxTurns;
        private int maxToolCalls;
        private long maxTokens;
        private @Nullable BigDecimal maxCost;
        private @Nullable Duration maxTime;
        private int maxRepeats;
        private Duration toolTimeout;
        private int maxCorrections;
        private @Nullable Integer maxCallsPerReply;

        private Draft(Limits limits) {
            maxTurns = limits.maxTurns;
            maxToolCalls = limits.maxToolCalls;
            maxTokens = limits.maxTokens;
            maxCost = limits.maxCost;
            maxTime = limits.maxTime;
            maxRepeats = limits.maxRepeats;
            toolTimeout = limits.toolTimeout;
            maxCorrections = limits.maxCorrections;
            maxCallsPerReply = limits.maxCallsPerReply;
        }

        private Limits limits() {
            return new Limits(
                    maxTurns,
                    maxToolCalls,
                    maxTokens,
                    maxCost,
                    maxTime,
                    maxRepeats,
                    toolTimeout,
                    maxCorrections,
                    maxCallsPerReply);
        }
    }
}
