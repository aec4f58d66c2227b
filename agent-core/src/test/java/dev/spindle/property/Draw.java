package dev.spindle.property;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Function;
import java.util.function.IntUnaryOperator;

/**
 * What the values of a {@link Property} are made of: numbers drawn by chance. They are kept, so that a value can be made
 * again of fewer and smaller ones; a generator makes its plainest value of zeros.
 */
public final class Draw {
    private final IntUnaryOperator source;
    private int[] drawn = new int[64];
    private int count;

    private Draw(IntUnaryOperator source) {
        this.source = source;
    }

    static Draw byChance(long seed) {
        return new Draw(new SplittableRandom(seed)::nextInt);
    }

    /** Draws these numbers again and then zeros. */
    static Draw again(int[] numbers) {
        int[] next = {0};
        return new Draw(bound -> next[0] < numbers.length ? Math.min(numbers[next[0]++], bound - 1) : 0);
    }

    int[] numbers() {
        return Arrays.copyOf(drawn, count);
    }

    /** A number from 0 up to but without the bound. */
    public int below(int bound) {
        int number = source.applyAsInt(bound);
        if (count == drawn.length) drawn = Arrays.copyOf(drawn, 2 * count);
        drawn[count++] = number;
        return number;
    }

    /** A number from the first to the last; these two come more often than others. */
    public int between(int first, int last) {
        return switch (below(12)) {
            case 0 -> first;
            case 11 -> last;
            default -> first + below(last - first + 1);
        };
    }

    /** Yes or no; the plainer is no. */
    public boolean yes() {
        return below(2) == 1;
    }

    /** One of these; the plainest stands first. */
    @SafeVarargs
    public final <T> T of(T... choices) {
        return choices[below(choices.length)];
    }

    /** So many values, every size as often as the others. */
    public <T> List<T> list(int min, int max, Function<Draw, ? extends T> value) {
        List<T> values = new ArrayList<>();
        // a stop is drawn before each value, so that a value taken out of the numbers drawn leaves a shorter list
        while (values.size() < max && (values.size() < min || below(max - values.size() + 1) > 0)) {
            values.add(value.apply(this));
        }
        return values;
    }

    /** Letters of the Latin alphabet. */
    public String letters(int min, int max) {
        StringBuilder letters = new StringBuilder();
        for (int letter : list(min, max, draw -> draw.below(52))) {
            letters.append((char) (letter < 26 ? 'a' + letter : 'A' + letter - 26));
        }
        return letters.toString();
    }

    /** Bytes of every value. */
    public byte[] bytes(int min, int max) {
        List<Integer> octets = list(min, max, draw -> draw.below(256));
        byte[] bytes = new byte[octets.size()];
        for (int at = 0; at < bytes.length; at++) bytes[at] = octets.get(at).byteValue();
        return bytes;
    }

    /** The same values in another order. */
    public <T> List<T> shuffled(List<T> values) {
        List<T> shuffled = new ArrayList<>(values);
        for (int at = 0; at < shuffled.size(); at++) Collections.swap(shuffled, at, at + below(shuffled.size() - at));
        return shuffled;
    }
}
