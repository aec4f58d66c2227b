package dev.spindle.bench.retrieval;

import java.util.Arrays;
import java.util.Random;

/** Makes up texts: words without meaning, as frequent as Zipf's law has it. For one thread. */
final class Prose {
    private static final int WORDS = 20_000;
    private static final String SYLLABLES = "ba ke li mo nu ra se ti vo zu da fe gi ho ju pa";

    private final Random random;
    private final String[] words = new String[WORDS];
    private final double[] reached = new double[WORDS];

    Prose(long seed) {
        random = new Random(seed);
        String[] syllables = SYLLABLES.split(" ", -1);
        double sum = 0;
        for (int i = 0; i < WORDS; i++) {
            StringBuilder word = new StringBuilder();
            for (int rest = i + syllables.length; rest > 0; rest /= syllables.length) {
                word.append(syllables[rest % syllables.length]);
            }
            words[i] = word.toString();
            sum += 1.0 / (i + 3);
            reached[i] = sum;
        }
    }

    /** A sentence of so many words. */
    String words(int count) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < count; i++) {
            int place = Arrays.binarySearch(reached, random.nextDouble() * reached[WORDS - 1]);
            text.append(i == 0 ? "" : " ").append(words[place < 0 ? Math.min(WORDS - 1, -place - 1) : place]);
        }
        return text.append('.').toString();
    }
}
