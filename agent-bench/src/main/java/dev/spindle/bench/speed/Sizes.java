package dev.spindle.bench.speed;

/**
 * How much of everything is measured.
 *
 * @param rounds of each workload
 * @param warmUp rounds before the first that counts, for the compiler to be done
 * @param turns in one round; of streams likewise
 * @param conversations in one round
 * @param starts of a process
 * @param busy agents at once
 * @param waiting agents at once
 */
record Sizes(int rounds, int warmUp, int turns, int conversations, int starts, int busy, int waiting) {
    /** What the published table is made of. */
    static final Sizes FULL = new Sizes(9, 12, 500, 4, 15, 1_000, 5_000);

    /** Enough to see where one stands, in five minutes. */
    static final Sizes QUICK = new Sizes(3, 4, 150, 1, 4, 1_000, 5_000);

    Plan turnPlan() {
        return Plan.of(warmUp, rounds, turns);
    }

    Plan parallelPlan() {
        return Plan.of(warmUp, rounds, 10);
    }

    Plan historyPlan() {
        return Plan.of(warmUp / 2, rounds, conversations);
    }

    Plan crowdPlan() {
        return Plan.of(warmUp, Math.max(3, rounds / 2), busy).withOptions("-Xmx2g");
    }

    /** A round is so long that the first one is warm enough for the next. */
    Plan journalsPlan() {
        return Plan.of(1, (rounds + 2) / 4, busy).withOptions("-Xmx2g");
    }

    /** Each round is the only one of its processes. */
    Plan waitingPlan() {
        return Plan.of(0, (rounds + 1) / 2, waiting).withOptions("-Xmx2g");
    }
}
