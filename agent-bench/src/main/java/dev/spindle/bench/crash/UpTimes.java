package dev.spindle.bench.crash;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** When at least one of several workers was up, and not only starting. For one thread. */
final class UpTimes {
    private final List<Span> spans = new ArrayList<>();

    private record Span(Instant from, Instant until) {}

    /** A worker was up from then on, until it was killed or told to drain. */
    void add(Instant from, Instant until) {
        spans.add(new Span(from, until));
    }

    /** How much of the time between two moments somebody was up. */
    Duration between(Instant from, Instant until) {
        List<Span> inside = spans.stream()
                .filter(span -> span.from.isBefore(until) && span.until.isAfter(from))
                .sorted((one, other) -> one.from.compareTo(other.from))
                .toList();
        Duration sum = Duration.ZERO;
        Instant covered = from;
        for (Span span : inside) {
            Instant begin = later(span.from, covered);
            Instant end = span.until.isBefore(until) ? span.until : until;
            if (end.isAfter(begin)) sum = sum.plus(Duration.between(begin, end));
            covered = later(covered, end);
        }
        return sum;
    }

    private static Instant later(Instant one, Instant other) {
        return one.isAfter(other) ? one : other;
    }
}
