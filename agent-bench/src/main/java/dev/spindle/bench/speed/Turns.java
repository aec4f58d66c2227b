package dev.spindle.bench.speed;

import dev.spindle.bench.speed.contestant.Contestant;
import dev.spindle.bench.speed.contestant.Task;
import dev.spindle.bench.speed.server.Script;

/** One question after the other on one thread. */
final class Turns {
    private static final Script TEN_ROUNDS = Script.ofRounds(10);
    private static final Script ONE_SLOW_TOOL = Script.ofRounds(1).withToolTime(20);
    private static final Script FOUR_SLOW_TOOLS = ONE_SLOW_TOOL.withCalls(4);

    private Turns() {}

    /** Turns of ten tool rounds. */
    static Figures measure(Contestant contestant, int turns) {
        Meter meter = new Meter();
        for (int turn = 0; turn < turns; turn++) contestant.ask(TEN_ROUNDS, Task.QUESTION);
        return Figures.of("cpuMicros", meter.cpuMicros() / turns)
                .with("wallMicros", meter.wallMicros() / turns)
                .with("allocatedBytes", meter.allocatedBytes() / turns);
    }

    /** A turn with four slow tools beside a turn with one. */
    static Figures measureParallel(Contestant contestant, int turns) {
        double one = 0;
        double four = 0;
        for (int turn = 0; turn < turns; turn++) {
            one += wallMicros(contestant, ONE_SLOW_TOOL);
            four += wallMicros(contestant, FOUR_SLOW_TOOLS);
        }
        return Figures.of("oneMicros", one / turns)
                .with("fourMicros", four / turns)
                .with("fourToOne", four / one);
    }

    private static double wallMicros(Contestant contestant, Script script) {
        Meter meter = new Meter();
        contestant.ask(script, Task.QUESTION);
        return meter.wallMicros();
    }

    /** What finished turns leave on the heap when their results are dropped. */
    static Figures measureHeap(Contestant contestant, int turns) {
        double before = Meter.heapBytes();
        for (int turn = 0; turn < turns; turn++) contestant.ask(TEN_ROUNDS, Task.QUESTION);
        return Figures.of("leftBytes", (Meter.heapBytes() - before) / turns);
    }
}
