package dev.spindle.property;

import java.lang.reflect.Array;
import java.util.Arrays;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * What holds for every value is tried on values made by chance. A failure says which seed draws it again, and shows the
 * smallest value that was found to fail. {@code -Dspindle.seed=…} draws from the seed given.
 */
public final class Property {
    private static final int TRIES = 1_000;

    private Property() {}

    /** Looks at one value, and throws when what should hold does not. */
    @FunctionalInterface
    public interface Check<T> {
        void on(T value) throws Exception;
    }

    /** Tries 1,000 values. */
    public static <T> void forAll(Function<Draw, T> values, Check<? super T> check) {
        forAll(TRIES, values, check);
    }

    /** Tries so many values. */
    public static <T> void forAll(int tries, Function<Draw, T> values, Check<? super T> check) {
        long first = Long.getLong("spindle.seed", System.nanoTime());
        for (int at = 0; at < tries; at++) {
            Draw draw = Draw.byChance(first + at);
            Throwable failure = failure(draw, values, check);
            if (failure != null) throw found(first + at, at, tries, draw, values, check);
        }
    }

    private static <T> AssertionError found(
            long seed, int at, int tries, Draw draw, Function<Draw, T> values, Check<? super T> check) {
        int[] smallest = Smaller.found(draw.numbers(), again -> failure(again, values, check) != null);
        Supplier<Draw> again = () -> Draw.again(smallest);
        return new AssertionError(
                "try " + (at + 1) + " of " + tries + " failed; -Dspindle.seed=" + seed
                        + " makes it the first; the smallest value found:\n"
                        + shown(values.apply(again.get())),
                failure(again.get(), values, check));
    }

    private static <T> Throwable failure(Draw draw, Function<Draw, T> values, Check<? super T> check) {
        T value = values.apply(draw);
        try {
            check.on(value);
            return null;
        } catch (Exception | AssertionError | StackOverflowError failure) {
            return failure;
        }
    }

    private static String shown(Object value) {
        if (value instanceof byte[] bytes) return Arrays.toString(bytes);
        if (value.getClass().isArray()) return Array.getLength(value) + " elements";
        return value.toString();
    }
}
