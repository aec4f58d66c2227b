package dev.spindle.jdbc;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;

/** Questions about many rows at once. */
final class Marks {
    private static final int AT_ONCE = 500;

    private Marks() {}

    /** So many question marks in brackets. */
    static String in(int count) {
        return "(" + String.join(", ", Collections.nCopies(count, "?")) + ")";
    }

    /** The same values, of which some stand more than once, as many as a power of two: so that there are few statements to prepare. */
    static List<String> padded(Collection<String> values) {
        List<String> padded = new ArrayList<>(values);
        while (Integer.bitCount(padded.size()) > 1) padded.add(padded.get(0));
        return padded;
    }

    /** Parts for which every database takes one statement. */
    static <T> List<List<T>> slices(List<T> all) {
        List<List<T>> slices = new ArrayList<>();
        for (int from = 0; from < all.size(); from += AT_ONCE)
            slices.add(all.subList(from, Math.min(all.size(), from + AT_ONCE)));
        return slices;
    }
}
