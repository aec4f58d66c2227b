package dev.spindle.json;

/**
 * How often the patterns of one check have looked at characters. A pattern that goes back and forth is bounded on each text, and
 * so are all texts of a value together: a thousand texts, each just within its bound, would take a minute. Thread-safe.
 */
final class PatternWork {
    private static final int MOST_OF_A_TEXT = 5_000_000;
    private static final int MOST_OF_A_CHECK = 50_000_000;

    private final ThreadLocal<Looks> looks = ThreadLocal.withInitial(Looks::new);

    Looks ofThisCheck() {
        return looks.get();
    }

    void end() {
        looks.remove();
    }

    /** The looks of one check, on one thread. */
    static final class Looks {
        private int ofText;
        private int ofCheck;

        Looks atNext() {
            ofText = 0;
            return this;
        }

        boolean mayLook() {
            return ++ofText <= MOST_OF_A_TEXT && ++ofCheck <= MOST_OF_A_CHECK;
        }
    }
}
