package dev.spindle.bench.speed;

import dev.spindle.bench.speed.contestant.Contestant;
import dev.spindle.bench.speed.contestant.Task;
import dev.spindle.bench.speed.server.Script;
import java.util.Arrays;

/** Long conversations: what a late turn costs beside an early one, on the thread that asks. */
final class Histories {
    private static final Script ONE_TOOL = Script.ofRounds(1);
    private static final int TURNS = 200;
    private static final int EARLY = 10;
    private static final int NEIGHBOURS = 5;

    private Histories() {}

    static Figures measure(Contestant contestant, int conversations) {
        double[] early = new double[2 * NEIGHBOURS * conversations];
        double[] late = new double[early.length];
        for (int count = 0; count < conversations; count++) {
            double[] micros = turns(contestant.converse(ONE_TOOL));
            int at = 2 * NEIGHBOURS * count;
            System.arraycopy(micros, EARLY - NEIGHBOURS, early, at, 2 * NEIGHBOURS);
            System.arraycopy(micros, TURNS - 2 * NEIGHBOURS, late, at, 2 * NEIGHBOURS);
        }
        return Figures.of("turn10Micros", median(early))
                .with("turn200Micros", median(late))
                .with("growthMicros", median(late) - median(early));
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

    private static double median(double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        return sorted[sorted.length / 2];
    }
}
