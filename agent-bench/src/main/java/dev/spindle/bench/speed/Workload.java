package dev.spindle.bench.speed;

import dev.spindle.bench.speed.contestant.Contestant;
import java.io.IOException;

/** What a worker can be told to do. */
enum Workload {
    TURN,
    PARALLEL,
    STREAM,
    HISTORY,
    CROWD,
    KEPT_CROWD,
    WAITING,
    HEAP;

    /** Does one round of it: so many times, or with so many agents. */
    Figures measure(Contestant contestant, int size) throws IOException, InterruptedException {
        return switch (this) {
            case TURN -> Turns.measure(contestant, size);
            case PARALLEL -> Turns.measureParallel(contestant, size);
            case STREAM -> Streams.measure(contestant, size);
            case HISTORY -> Histories.measure(contestant, size);
            case CROWD -> Crowds.measure(contestant, size);
            case KEPT_CROWD -> Crowds.measureKept(contestant, size);
            case WAITING -> Crowds.measureWaiting(contestant, size);
            case HEAP -> Turns.measureHeap(contestant, size);
        };
    }
}
