package dev.spindle.bench.speed;

import dev.spindle.bench.speed.contestant.Contestant;
import dev.spindle.bench.speed.contestant.Task;
import dev.spindle.bench.speed.server.Script;

/** Long conversations: what a late turn costs beside an early one, on the thread that asks. */
final class Histories {
    private static final Script ONE_TOOL = Script.ofRounds(1);
    private static final int TURNS = 200;
    private static final int EARLY = 10;
    private static final int NEIGHBOURS = 5;

    private Histories() {}

    static Figures measure(Contestant contestant, int conversations) {
        double early = 0;
        double late = 0;
        for (int count = 0; count < conversations; count++) {
            double[] micros = turns(contestant.converse(ONE_TOOL));
            early += mean(micros, EARLY - NEIGHBOURS, EARLY + NEIGHBOURS);
            late += mean(micros, TURNS - 2 * NEIGHBOURS, TURNS);
        }
        return Figures.of("turn10Micros", early / conversations)
                .with("turn200Micros", late / conversations)
                .with("growthMicros", (late - early) / conversations);
    }

    private static double[] turns(Contestant.Conversation conversation) {
        double[] micros = new double[TURNS];
        for (int turn = 0; turn < TURNS; turn++) {
            double before = Meter.threadCpuMicros();
            conversation.ask(turn + ". " + Task.QUESTION);
            micros[turn] = Meter.threadCpuMicros() - before;
        }
        return micros;
    }

    private static double mean(double[] values, int from, int to) {
        double sum = 0;
        for (int at = from; at < to; at++) sum += values[at];
        return sum / (to - from);
    }
}
