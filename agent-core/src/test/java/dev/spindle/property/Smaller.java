package dev.spindle.property;

import java.util.Arrays;
import java.util.function.Predicate;

/** Looks for fewer and smaller numbers that still fail: first without some, then with less. */
final class Smaller {
    private static final int MAX_TRIES = 2_000;
    private static final long MAX_NANOS = 10_000_000_000L;

    private final Predicate<Draw> fails;
    private final long since = System.nanoTime();
    private int[] smallest;
    private int tries;

    private Smaller(int[] numbers, Predicate<Draw> fails) {
        this.smallest = numbers;
        this.fails = fails;
    }

    static int[] found(int[] numbers, Predicate<Draw> fails) {
        Smaller smaller = new Smaller(numbers, fails);
        while (smaller.withoutSome() || smaller.withLess()) {}
        return smaller.smallest;
    }

    private boolean withoutSome() {
        boolean found = false;
        for (int length = Math.max(1, smallest.length / 2); length > 0; length /= 2) {
            for (int at = smallest.length - length; at >= 0; at--) {
                if (at + length > smallest.length) continue;
                int[] shorter = new int[smallest.length - length];
                System.arraycopy(smallest, 0, shorter, 0, at);
                System.arraycopy(smallest, at + length, shorter, at, shorter.length - at);
                found |= take(shorter);
            }
        }
        return found;
    }

    private boolean withLess() {
        boolean found = false;
        for (int at = 0; at < smallest.length; at++) {
            for (int step = smallest[at]; step > 0 && at < smallest.length; step /= 2) {
                int[] less = smallest.clone();
                less[at] -= Math.min(step, less[at]);
                found |= take(less);
            }
        }
        return found;
    }

    private boolean take(int[] numbers) {
        if (tries++ >= MAX_TRIES || System.nanoTime() - since > MAX_NANOS) return false;
        Draw draw = Draw.again(numbers);
        if (!fails.test(draw) || !isSmaller(draw.numbers())) return false;
        smallest = draw.numbers();
        return true;
    }

    private boolean isSmaller(int[] numbers) {
        if (numbers.length != smallest.length) return numbers.length < smallest.length;
        return Arrays.compare(numbers, smallest) < 0;
    }
}
