package dev.spindle.bench.retrieval;

import java.util.Arrays;
import java.util.Locale;

/** How long each of many things took. On a machine that has other work the clock tells of that, too, and the processor's time does not. */
final class Times {
    private final double[] millis;
    private final double[] processorMillis;
    private int count;

    Times(int most) {
        this.millis = new double[most];
        this.processorMillis = new double[most];
    }

    void add(Stopwatch taken) {
        millis[count] = taken.seconds() * 1e3;
        processorMillis[count++] = taken.processorMillis();
    }

    private static String middleAndSlow(double[] all) {
        double[] sorted = all.clone();
        Arrays.sort(sorted);
        return String.format(
                Locale.ROOT,
                "p50 %.1f ms, p99 %.1f ms",
                sorted[sorted.length / 2],
                sorted[(int) Math.ceil(sorted.length * 0.99) - 1]);
    }

    @Override
    public String toString() {
        return middleAndSlow(millis) + " (of a processor " + middleAndSlow(processorMillis) + ")";
    }
}
