package dev.spindle.message;

/**
 * Tokens that a call or a run was billed for, or an estimate of them where nobody tells: {@link Spent#isEstimated()} says so.
 *
 * @param inputTokens tokens read, cached ones included
 * @param cachedTokens of those, tokens read from the provider's cache
 * @param outputTokens tokens written, reasoning included
 * @param reasoningTokens of those, tokens of hidden or shown reasoning
 * @param totalTokens as the server counts them; the sum of input and output where it does not
 */
public record Usage(long inputTokens, long cachedTokens, long outputTokens, long reasoningTokens, long totalTokens) {
    /** Nothing used, or nothing known. */
    public static final Usage NONE = new Usage(0, 0, 0, 0, 0);

    /** Plain usage: what was read and what was written. */
    public static Usage of(long inputTokens, long outputTokens) {
        return new Usage(inputTokens, 0, outputTokens, 0, sum(inputTokens, outputTokens));
    }

    /** The sum. */
    public Usage plus(Usage other) {
        if (other.equals(NONE)) return this;
        return new Usage(
                sum(inputTokens, other.inputTokens),
                sum(cachedTokens, other.cachedTokens),
                sum(outputTokens, other.outputTokens),
                sum(reasoningTokens, other.reasoningTokens),
                sum(totalTokens, other.totalTokens));
    }

    /** A sum no greater than a long holds: a server may report anything, and a limit must not be passed by going round. */
    private static long sum(long one, long other) {
        long sum = one + other;
        boolean wentRound = one > 0 && other > 0 && sum < 0;
        return wentRound ? Long.MAX_VALUE : sum;
    }
}
