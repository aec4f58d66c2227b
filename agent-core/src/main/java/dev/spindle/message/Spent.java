package dev.spindle.message;

/** Tokens and what they cost. */
public record Spent(Usage usage, Cost cost) {
    /** Nothing. */
    public static final Spent NOTHING = new Spent(Usage.NONE, Cost.ZERO);

    /** Whether some of it is estimated, since nobody told it. */
    public boolean isEstimated() {
        return cost.isEstimated();
    }

    /** The sum. */
    public Spent plus(Spent other) {
        if (other.equals(NOTHING)) return this;
        return new Spent(usage.plus(other.usage), cost.plus(other.cost));
    }
}
