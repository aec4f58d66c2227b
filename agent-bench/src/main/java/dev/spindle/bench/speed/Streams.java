package dev.spindle.bench.speed;

import dev.spindle.bench.speed.contestant.Contestant;
import dev.spindle.bench.speed.contestant.Task;
import dev.spindle.bench.speed.server.Script;
import java.util.Arrays;
import java.util.function.Consumer;

/** One streamed answer after the other. */
final class Streams {
    private static final int CHUNKS = 2_000;
    private static final Script LONG_ANSWER = Script.ofRounds(0).withChunks(CHUNKS);

    private Streams() {}

    static Figures measure(Contestant contestant, int streams) {
        double[] firstText = new double[streams];
        Meter meter = new Meter();
        for (int stream = 0; stream < streams; stream++) {
            Listener listener = new Listener();
            contestant.listen(LONG_ANSWER, Task.QUESTION, listener);
            if (listener.pieces != CHUNKS) throw new IllegalStateException(listener.pieces + " pieces were heard");
            firstText[stream] = listener.firstMicros;
        }
        double chunks = (double) CHUNKS * streams;
        Figures figures = Figures.of("cpuMicros", meter.cpuMicros() / chunks)
                .with("allocatedBytes", meter.allocatedBytes() / chunks)
                .with("wallMicros", meter.wallMicros() / chunks);
        Arrays.sort(firstText);
        return figures.with("firstTextMicros", firstText[streams / 2]);
    }

    private static final class Listener implements Consumer<String> {
        private final Meter started = new Meter();
        private double firstMicros;
        private int pieces;

        @Override
        public void accept(String piece) {
            if (pieces++ == 0) firstMicros = started.wallMicros();
        }
    }
}
