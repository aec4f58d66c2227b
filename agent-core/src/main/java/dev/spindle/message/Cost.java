package dev.spindle.message;

import java.math.BigDecimal;
import java.math.MathContext;
import org.jspecify.annotations.Nullable;

/**
 * What a call or a run cost.
 *
 * @param usd US dollars, as far as prices are known
 * @param complete false if some part has no known price, so that {@code usd} is only the least it can be
 * @param estimated whether the tokens of some part were estimated, since nobody told them; null for no
 */
public record Cost(
        BigDecimal usd, boolean complete, @Nullable Boolean estimated) {
    private static final int MOST_DIGITS = 10_000;

    /** Nothing was spent. */
    public static final Cost ZERO = new Cost(BigDecimal.ZERO, true);

    /** Something was spent and nobody knows the price. Not zero. */
    public static final Cost UNKNOWN = new Cost(BigDecimal.ZERO, false);

    /**
     * Null in JSON for no, as in what was written before anything was estimated.
     *
     * @throws IllegalArgumentException if the amount has more digits than sums can be made of, such as 1e999999999
     */
    public Cost {
        if (Math.abs((long) usd.scale()) > MOST_DIGITS || usd.precision() > MOST_DIGITS)
            throw new IllegalArgumentException(
                    shortened(usd) + " is no amount of US dollars; it may have " + MOST_DIGITS + " digits");
        estimated = Boolean.TRUE.equals(estimated) ? estimated : null;
    }

    private static String shortened(BigDecimal usd) {
        return usd.round(new MathContext(3)).toString();
    }

    /** A cost of which nothing is estimated. */
    public Cost(BigDecimal usd, boolean complete) {
        this(usd, complete, null);
    }

    /** A known amount in US dollars. */
    public static Cost usd(BigDecimal amount) {
        return new Cost(amount, true);
    }

    /** Whether the tokens of some part were estimated: those of an attempt that was cut short, or answered without telling them. */
    public boolean isEstimated() {
        return estimated != null;
    }

    /** This cost, of tokens that were estimated. */
    public Cost asEstimated() {
        return new Cost(usd, complete, true);
    }

    /** The sum; complete only if both are, estimated if one is. */
    public Cost plus(Cost other) {
        boolean tellsMore = (complete && !other.complete) || (!isEstimated() && other.isEstimated());
        if (!tellsMore && other.usd.signum() == 0 && other.usd.scale() == 0) return this;
        return new Cost(usd.add(other.usd), complete && other.complete, isEstimated() || other.isEstimated());
    }

    /** For people: "0.00042 USD", "~0.00042 USD" if some of it is estimated, "at least 0.00042 USD" or "unknown". */
    @Override
    public String toString() {
        if (!complete && usd.signum() == 0) return "unknown";
        String amount = (usd.signum() == 0 ? "0" : usd.stripTrailingZeros().toPlainString()) + " USD";
        return (complete ? "" : "at least ") + (isEstimated() ? "~" : "") + amount;
    }
}
