package dev.spindle.bench.speed;

import java.io.IOException;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** A part of the table, by its name on the command line. */
enum Scenario {
    TURN,
    PARALLEL,
    CROWD,
    JOURNALS,
    WAITING,
    STREAM,
    HISTORY,
    START,
    HEAP,
    JARS;

    static Optional<Scenario> find(String word) {
        return Arrays.stream(values())
                .filter(scenario -> scenario.word().equals(word))
                .findFirst();
    }

    String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    void measure(Scenarios scenarios, ColdStart start) throws IOException, InterruptedException {
        switch (this) {
            case TURN -> scenarios.turn();
            case PARALLEL -> scenarios.parallel();
            case CROWD -> scenarios.crowd();
            case JOURNALS -> journals(scenarios);
            case WAITING -> waiting(scenarios);
            case STREAM -> scenarios.stream();
            case HISTORY -> scenarios.history();
            case START -> scenarios.start(start);
            case HEAP -> scenarios.heap();
            case JARS -> scenarios.jars();
        }
    }

    private static void journals(Scenarios scenarios) throws IOException {
        scenarios.journals(Jdk.own(), 0.8);
        Jdk newest = Jdk.findNewest().orElse(Jdk.own());
        if (newest.feature() > Jdk.own().feature()) scenarios.journals(newest, 0.7);
    }

    private static void waiting(Scenarios scenarios) throws IOException {
        scenarios.waiting(Jdk.own(), 2);
        Jdk newest = Jdk.findNewest().orElse(Jdk.own());
        if (newest.feature() > Jdk.own().feature()) scenarios.waiting(newest, 1.2);
    }
}
