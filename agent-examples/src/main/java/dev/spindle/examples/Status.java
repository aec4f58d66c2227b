package dev.spindle.examples;

import dev.spindle.message.Spent;
import java.util.Locale;

/**
 * How a chat stands, in a line.
 *
 * @param model that is asked
 * @param used tokens of the model's context; -1 if that is not known
 * @param context what the model can read, in tokens
 * @param spent in all
 */
record Status(String model, long used, long context, Spent spent) {
    String line() {
        return model + " · " + fullness() + " · " + Closing.tokens(spent) + " · " + Closing.cost(spent.cost());
    }

    /** How full the context is. */
    String fullness() {
        String whole = String.format(Locale.ROOT, "%,d", context);
        if (used < 0) return "context of " + whole;
        return "context " + percent() + " % of " + whole;
    }

    /** Rounded up, so that nothing is said to be empty that is not. */
    private long percent() {
        return (used * 100 + context - 1) / context;
    }
}
