package dev.spindle.bench.retrieval;

import dev.spindle.context.Cancellation;
import dev.spindle.model.EmbeddingModel;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * How many texts are embedded in a second.
 *
 * @param seconds by the clock
 * @param processorSeconds of all processors together
 */
record EmbeddingRate(String name, int texts, double seconds, double processorSeconds) {
    private static final int WARMING = 32;

    /** Something that embeds texts. */
    @FunctionalInterface
    interface Embedding {
        void of(List<String> texts);
    }

    static EmbeddingRate of(EmbeddingModel model, int count) {
        return of(model.id(), count, texts -> model.embed(texts, Cancellation.create()));
    }

    static EmbeddingRate of(String name, int count, Embedding embedding) {
        Prose prose = new Prose(7);
        List<String> texts = Stream.generate(() -> prose.words(45)).limit(count).toList();
        embedding.of(texts.subList(0, Math.min(count, WARMING)));
        Stopwatch taken = new Stopwatch();
        embedding.of(texts);
        return new EmbeddingRate(name, count, taken.seconds(), taken.processorMillisOfAll() / 1e3);
    }

    /** What {@link LangChainRate} says in a process of its own, since both have an ONNX Runtime of another version. */
    static String beside(String classPath, int count) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        classPath + System.getProperty("path.separator") + System.getProperty("java.class.path"),
                        LangChainRate.class.getName(),
                        Integer.toString(count))
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
        return process.waitFor() == 0 ? said : "LangChain4j could not be measured";
    }

    @Override
    public String toString() {
        return String.format(
                Locale.ROOT,
                "%s: %.1f texts of 45 words a second on %d processors, %.1f ms of a processor each",
                name,
                texts / seconds,
                Runtime.getRuntime().availableProcessors(),
                processorSeconds * 1e3 / texts);
    }
}
