package dev.spindle.message;

import java.math.BigDecimal;

/**
 * What a call or a run cost.
 *
 * @param usd US dollars, as far as prices are known
 * @param complete false if some part has no known price, so that {@code usd} is only the least it can be
 */
public record Cost(BigDecimal usd, boolean complete) {
    /** Nothing was spent. */
    public static final Cost ZERO = new Cost(BigDecimal.ZERO, true);

    /** Something was spent and nobody knows the price. Not zero. */
    public static final Cost UNKNOWN = new Cost(BigDecimal.ZERO, false);

    /** A known amount in US dollars. */
    public static Cost usd(BigDecimal amount) {
        return new Cost(amount, true);
    }

    /** The sum; complete only if both are. */
    public Cost plus(Cost other) {
        if (other.equals(ZERO)) return this;
        return new Cost(usd.add(other.usd), complete && other.complete);
    }

    /** For people: "0.00042 USD", "at least 0.00042 USD" or "unknown". */
    @Override
    public String toString() {
        String amount = (usd.signum() == 0 ? "0" : usd.stripTrailingZeros().toPlainString()) + " USD";
        if (complete) return amount;
        return usd.signum() == 0 ? "unknown" : "at least " + amount;
    }
}
