package dev.spindle.bench.speed;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The table of what was measured, as Markdown. */
final class Report {
    private final List<String> rows = new ArrayList<>();

    /** What a figure is measured in. */
    enum Unit {
        MICROS("µs", 0),
        MILLIS("ms", 0),
        NANOS("ns", 0),
        KILOBYTES("kB", 1),
        BYTES("B", 0),
        MEGABYTES("MB", 1),
        PER_SECOND("/s", 0),
        TIMES("", 2),
        COUNT("", 0);

        private final String words;
        private final int digits;

        Unit(String words, int digits) {
            this.words = words;
            this.digits = digits;
        }

        String show(double value) {
            return (String.format(Locale.ROOT, "%,." + digits + "f", value) + " " + words).strip();
        }
    }

    /**
     * What is wanted of a figure.
     *
     * @param most whether it is an upper bound
     */
    record Target(boolean most, double bound) {
        static Target atMost(double bound) {
            return new Target(true, bound);
        }

        static Target atLeast(double bound) {
            return new Target(false, bound);
        }

        private String judged(double value) {
            boolean reached = most ? value <= bound : value >= bound;
            String shown = bound == 0 ? "none" : (most ? "≤ " : "≥ ") + String.format(Locale.ROOT, "%.2f", bound);
            return shown + " | " + (reached ? "reached" : "**not reached**");
        }
    }

    /** A row of two figures whose ratio is judged. */
    void ratio(String scenario, Unit unit, double floor, double spindle, double ratio, Target target) {
        rows.add("| " + scenario + " | " + unit.show(floor) + " | " + unit.show(spindle) + " | "
                + Unit.TIMES.show(ratio) + " | " + target.judged(ratio) + " |");
    }

    /** A row in which Spindle's own figure is judged. */
    void value(String scenario, Unit unit, double floor, double spindle, Target target) {
        rows.add("| " + scenario + " | " + unit.show(floor) + " | " + unit.show(spindle) + " | – | "
                + target.judged(spindle) + " |");
    }

    /** A row of a figure that only Spindle has, and that is not judged. */
    void count(String scenario, Unit unit, double spindle) {
        rows.add("| " + scenario + " | – | " + unit.show(spindle) + " | – | – | |");
    }

    /** The row that was added last. */
    String last() {
        return rows.get(rows.size() - 1);
    }

    String table() {
        return "| scenario | floor | Spindle | ratio | target | |\n|---|---:|---:|---:|---:|---|\n"
                + String.join("\n", rows) + "\n";
    }
}
