package dev.spindle.examples;

import dev.spindle.examples.terminal.PlainStream;
import dev.spindle.retrieval.DocumentIndex;

/** Tells how far indexing has come and how long it will take, not more often than every few seconds. For one thread. */
final class Estimate implements DocumentIndex.Progress {
    private static final long EVERY_NANOS = 3_000_000_000L;

    private final PlainStream err;
    private final long start = System.nanoTime();
    private long told = start;

    Estimate(PlainStream err) {
        this.err = err;
    }

    @Override
    public void read(int done, int total) {
        long now = System.nanoTime();
        if (done == 0 || done == total || now - told < EVERY_NANOS) return;
        told = now;
        err.println(line(done, total, now - start));
    }

    static String line(int done, int total, long nanos) {
        long seconds = Math.max(1, Math.round(nanos / 1e9 * (total - done) / done));
        String left = seconds < 100 ? seconds + " s" : Math.round(seconds / 60.0) + " min";
        return "indexing: " + done + " of " + total + " documents, about " + left + " left";
    }
}
