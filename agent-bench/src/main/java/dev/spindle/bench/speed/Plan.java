package dev.spindle.bench.speed;

import java.util.List;

/**
 * How a workload is measured.
 *
 * @param warmUp rounds before anything counts
 * @param rounds how often it is measured
 * @param size how much of it is one round
 * @param options of the JVM
 */
record Plan(int warmUp, int rounds, int size, List<String> options) {
    private static final List<String> HEAP = List.of("-Xms512m", "-Xmx1g");

    static Plan of(int warmUp, int rounds, int size) {
        return new Plan(warmUp, rounds, size, HEAP);
    }

    Plan withRounds(int others) {
        return new Plan(warmUp, others, size, options);
    }

    Plan withOptions(String... others) {
        return new Plan(warmUp, rounds, size, List.of(others));
    }
}
