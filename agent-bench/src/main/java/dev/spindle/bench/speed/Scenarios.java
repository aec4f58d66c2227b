package dev.spindle.bench.speed;

import static dev.spindle.bench.speed.contestant.Entry.FILE;
import static dev.spindle.bench.speed.contestant.Entry.FLOOR;
import static dev.spindle.bench.speed.contestant.Entry.INLINE;
import static dev.spindle.bench.speed.contestant.Entry.KEPT_IN_FILES;
import static dev.spindle.bench.speed.contestant.Entry.KEPT_IN_POSTGRES;
import static dev.spindle.bench.speed.contestant.Entry.KEPT_IN_SQLITE;
import static dev.spindle.bench.speed.contestant.Entry.SPINDLE;
import static dev.spindle.bench.speed.contestant.Entry.SQLITE;

import dev.spindle.bench.speed.Report.Target;
import dev.spindle.bench.speed.Report.Unit;
import dev.spindle.bench.speed.contestant.Entry;
import java.io.IOException;
import java.io.PrintStream;

/** What is measured, and what is wanted of it. */
final class Scenarios {
    private final Arena arena;
    private final Sizes sizes;
    private final PrintStream progress;
    private final Report report = new Report();

    Scenarios(Arena arena, Sizes sizes, PrintStream progress) {
        this.arena = arena;
        this.sizes = sizes;
        this.progress = progress;
    }

    Report report() {
        return report;
    }

    /** Ten rounds of one tool, with no pause anywhere: what the library itself costs. */
    void turn() throws IOException {
        Results results = compare(Workload.TURN, sizes.turnPlan(), FLOOR, INLINE, SPINDLE, FILE, SQLITE);
        String turn = "Turn of 10 tool rounds: ";
        cpu(turn + "CPU, tools on the loop's thread", results, INLINE, 1.15);
        cpu(turn + "CPU, tools supervised", results, SPINDLE, 1);
        cpu(turn + "CPU, file journal", results, FILE, 1.3);
        cpu(turn + "CPU, SQLite journal", results, SQLITE, 2);
        row(turn + "allocation", Unit.KILOBYTES, 1e-3, results, SPINDLE, "allocatedBytes", Target.atMost(1.5));
    }

    private void cpu(String scenario, Results results, Entry entry, double most) {
        row(scenario, Unit.MICROS, 1, results, entry, "cpuMicros", Target.atMost(most));
    }

    private void row(
            String scenario, Unit unit, double scale, Results results, Entry entry, String figure, Target target) {
        report.ratio(
                scenario,
                unit,
                scale * results.median(FLOOR, figure),
                scale * results.median(entry, figure),
                results.ratio(entry, figure),
                target);
        show();
    }

    private void show() {
        progress.println(report.last());
        progress.flush();
    }

    private Results compare(Workload workload, Plan plan, Entry... entries) throws IOException {
        return arena.compare(Jdk.own(), workload, plan, entries);
    }

    /** Whether the tools of one reply run at once. */
    void parallel() throws IOException {
        Results results = compare(Workload.PARALLEL, sizes.parallelPlan(), FLOOR, SPINDLE);
        report.ratio(
                "Turn with 4 parallel tools of 20 ms against a turn with 1, Spindle's own ratio",
                Unit.MICROS,
                results.median(FLOOR, "fourMicros"),
                results.median(SPINDLE, "fourMicros"),
                results.median(SPINDLE, "fourToOne"),
                Target.atMost(1.03));
        show();
    }

    /** What one piece of a streamed answer costs. */
    void stream() throws IOException {
        Results results = compare(Workload.STREAM, sizes.turnPlan(), FLOOR, INLINE);
        String stream = "Stream of 2,000 chunks: ";
        row(stream + "CPU per chunk", Unit.NANOS, 1e3, results, INLINE, "cpuMicros", Target.atMost(1.1));
        row(stream + "allocation per chunk", Unit.BYTES, 1, results, INLINE, "allocatedBytes", Target.atMost(1.2));
        row(stream + "time to first text", Unit.MICROS, 1, results, INLINE, "firstTextMicros", Target.atMost(1.15));
    }

    /** What the length of a conversation costs. */
    void history() throws IOException {
        Results results = compare(Workload.HISTORY, sizes.historyPlan(), FLOOR, INLINE);
        row(
                "Conversation of 200 turns: CPU of turn 200 above that of turn 10",
                Unit.MICROS,
                1,
                results,
                INLINE,
                "growthMicros",
                Target.atMost(0.5));
    }

    /** What is left of a run when nobody holds its result. */
    void heap() throws IOException {
        Results results = compare(Workload.HEAP, sizes.turnPlan(), FLOOR, SPINDLE);
        report.value(
                "Finished run: left on the heap when its result is dropped",
                Unit.BYTES,
                results.median(FLOOR, "leftBytes"),
                results.median(SPINDLE, "leftBytes"),
                Target.atMost(64));
        show();
    }

    /** Many agents, each with a model that thinks and tools at once. */
    void crowd() throws IOException {
        Results results = compare(Workload.CROWD, sizes.crowdPlan(), FLOOR, SPINDLE);
        String crowd = sizes.busy() + " agents at once, 50 ms model, 5 rounds of 4 tools: ";
        row(crowd + "runs a second", Unit.PER_SECOND, 1, results, SPINDLE, "runsPerSecond", Target.atLeast(1));
        row(crowd + "99th percentile", Unit.MILLIS, 1, results, SPINDLE, "p99Millis", Target.atMost(1.1));
    }

    /** Many agents, each event of whose runs is kept before they go on. */
    void journals(Jdk jdk, double leastShare) throws IOException {
        Results results = arena.compare(
                jdk,
                Workload.KEPT_CROWD,
                sizes.journalsPlan(),
                FLOOR,
                SPINDLE,
                KEPT_IN_FILES,
                KEPT_IN_SQLITE,
                KEPT_IN_POSTGRES);
        String crowd = sizes.busy() + " agents, tools of 20 ms, JDK " + jdk.feature() + ", ";
        kept(crowd + "in memory", results, SPINDLE, leastShare);
        kept(crowd + "files", results, KEPT_IN_FILES, leastShare);
        kept(crowd + "SQLite", results, KEPT_IN_SQLITE, leastShare);
        kept(crowd + "PostgreSQL beside it", results, KEPT_IN_POSTGRES, 0.5);
    }

    private void kept(String crowd, Results results, Entry entry, double leastShare) {
        row(crowd + ": runs a second", Unit.PER_SECOND, 1, results, entry, "runsPerSecond", Target.atLeast(leastShare));
        row(crowd + ": 99th percentile", Unit.MILLIS, 1, results, entry, "p99Millis", Target.atMost(1 / leastShare));
        row(crowd + ": CPU of a run", Unit.MICROS, 1, results, entry, "cpuMicros", Target.atMost(1.6));
        if (entry == SPINDLE) return;
        report.count(crowd + ": appends a second", Unit.PER_SECOND, results.median(entry, "appendsPerSecond"));
        show();
        report.count(crowd + ": commits a second", Unit.PER_SECOND, results.median(entry, "commitsPerSecond"));
        show();
    }

    /** Many agents that only wait. */
    void waiting(Jdk jdk, double mostMemory) throws IOException {
        Results results = arena.compareAnew(jdk, Workload.WAITING, sizes.waitingPlan(), FLOOR, SPINDLE);
        String waiting = sizes.waiting() + " agents waiting 2 s, JDK " + jdk.feature() + ": ";
        report.value(
                waiting + "failures",
                Unit.COUNT,
                results.most(FLOOR, "failures"),
                results.most(SPINDLE, "failures"),
                Target.atMost(0));
        show();
        row(
                waiting + "resident memory",
                Unit.MEGABYTES,
                1,
                results,
                SPINDLE,
                "residentMegabytes",
                Target.atMost(mostMemory));
    }

    /** From nothing to the first answer; the archive's target is against the plain floor. */
    void start(ColdStart start) throws IOException, InterruptedException {
        Results results = start.measure(sizes.starts(), FLOOR, INLINE);
        row("Cold start to the first finished run", Unit.MILLIS, 1, results, INLINE, "plainMillis", Target.atMost(1.3));
        report.ratio(
                "The same with a class-data archive, against the floor without",
                Unit.MILLIS,
                results.median(FLOOR, "plainMillis"),
                results.median(INLINE, "archivedMillis"),
                results.median(INLINE, "archivedMillis") / results.median(FLOOR, "plainMillis"),
                Target.atMost(1));
        show();
    }

    /** What a program loads onto its class path with the library. */
    void jars() throws IOException {
        report.value(
                "Class path of `agent-core` with all it needs",
                Unit.MEGABYTES,
                ClassPath.megabytesOfFloor(),
                ClassPath.megabytes(),
                Target.atMost(8));
        show();
    }
}
