package dev.spindle.bench.speed;

import dev.spindle.bench.speed.contestant.Entry;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;

/**
 * What the contestants of one workload gave, round by round.
 *
 * @param rounds of each contestant; the same number of all
 */
record Results(Map<Entry, List<Figures>> rounds) {
    /** The middle one of a contestant's figures. */
    double median(Entry entry, String figure) {
        List<Figures> own = of(entry);
        return median(own.size(), round -> own.get(round).get(figure));
    }

    /** The largest of a contestant's figures. */
    double most(Entry entry, String figure) {
        return of(entry).stream()
                .mapToDouble(figures -> figures.get(figure))
                .max()
                .orElseThrow();
    }

    /** The middle one of the ratios to the floor in the same round. */
    double ratio(Entry entry, String figure) {
        List<Figures> own = of(entry);
        List<Figures> floor = of(Entry.FLOOR);
        return median(
                own.size(),
                round -> own.get(round).get(figure) / floor.get(round).get(figure));
    }

    private List<Figures> of(Entry entry) {
        return Objects.requireNonNull(rounds.get(entry), () -> entry + " took no part");
    }

    private static double median(int rounds, IntToDoubleFunction figure) {
        double[] sorted =
                IntStream.range(0, rounds).mapToDouble(figure).sorted().toArray();
        return (sorted[(rounds - 1) / 2] + sorted[rounds / 2]) / 2;
    }
}
