package dev.spindle.bench.retrieval;

import dev.spindle.bench.Main;
import dev.spindle.retrieval.DocumentIndex;
import dev.spindle.retrieval.IndexSettings;
import dev.spindle.retrieval.PassageIndex;
import dev.spindle.retrieval.Reranker;
import dev.spindle.retrieval.embedding.LocalEmbeddings;
import dev.spindle.retrieval.embedding.LocalModel;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Measures the search on sets of questions with known answers: by words, by vectors, by both, and ranked again, for each embedding model that
 * is there.
 *
 * <p>Each set is measured with each model in a process of its own, so that none has the memory, the warmth or the threads of another.
 */
public final class RetrievalCommand {
    /** The command's name and options. */
    public static final String USAGE =
            "java -jar agent-bench.jar retrieval SETS [--keep DIR] [--set NAME]... [--model NAME]...";

    private static final List<String> HEAD = List.of(
            "| set | model | ranked by | nDCG@10, of spans coverage | recall@10 | p50 | p99 | of a processor | indexed in | of a processor"
                    + " | passages | memory |",
            "|---|---|---|---:|---:|---:|---:|---:|---:|---:|---:|---:|");

    private final PrintStream out;
    private final PrintStream err;
    private final Path folder;
    private final List<Path> sets = new ArrayList<>();
    private final List<LocalModel> models = new ArrayList<>();
    private final Path place;

    private RetrievalCommand(List<String> arguments, PrintStream out, PrintStream err) throws IOException {
        this.out = out;
        this.err = err;
        String keep = "";
        List<String> names = new ArrayList<>();
        for (int i = 1; i + 1 < arguments.size(); i += 2) {
            String value = arguments.get(i + 1);
            switch (arguments.get(i)) {
                case "--keep" -> keep = value;
                case "--set" -> names.add(value);
                case "--model" ->
                    models.add(LocalModel.valueOf(value.toUpperCase(Locale.ROOT).replace('-', '_')));
                default -> throw new IllegalArgumentException("There is no option " + arguments.get(i));
            }
        }
        this.folder = Path.of(arguments.get(0));
        for (Path set : QuestionSet.files(folder)) {
            boolean asked = names.isEmpty() || names.contains(set.getFileName().toString());
            if (asked && Files.exists(set.resolve("queries.jsonl"))) sets.add(set);
        }
        if (models.isEmpty()) models.addAll(Arrays.asList(LocalModel.values()));
        this.place = keep.isEmpty() ? Files.createTempDirectory("spindle-retrieval-") : Path.of(keep);
    }

    /**
     * Measures, and prints a table, a line at once as it is known. With {@code --keep}, vectors and indexes are kept in a folder and used again.
     *
     * @return 0, or 2 if the arguments are wrong
     */
    public static int run(List<String> arguments, PrintStream out, PrintStream err)
            throws IOException, InterruptedException {
        if (arguments.size() % 2 == 0) {
            err.println(USAGE);
            return 2;
        }
        RetrievalCommand command;
        try {
            command = new RetrievalCommand(arguments, out, err);
        } catch (IllegalArgumentException wrong) {
            err.println(wrong.getMessage() + "\n" + USAGE);
            return 2;
        }
        command.measure();
        return 0;
    }

    private void measure() throws IOException, InterruptedException {
        HEAD.forEach(out::println);
        for (Path set : sets) {
            for (LocalModel model : models) {
                if (!LocalEmbeddings.isAvailable(model)) {
                    err.println("left out: " + model.id() + ", which is not on the class path");
                } else if (sets.size() * models.size() == 1) {
                    measure(QuestionSet.read(set), model);
                } else {
                    measureApart(set.getFileName().toString(), model);
                }
            }
        }
    }

    private void measureApart(String set, LocalModel model) throws IOException, InterruptedException {
        List<String> command = List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx" + (Runtime.getRuntime().maxMemory() >> 20) + "m",
                "-cp",
                System.getProperty("java.class.path"),
                Main.class.getName(),
                "retrieval",
                folder.toString(),
                "--keep",
                place.toString(),
                "--set",
                set,
                "--model",
                model.name());
        Process process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8)
                .lines()
                .skip(HEAD.size())
                .forEach(out::println);
        out.flush();
        int exitCode = process.waitFor();
        if (exitCode != 0) err.println("not measured: " + set + " with " + model.id() + ", exit code " + exitCode);
    }

    private void measure(QuestionSet set, LocalModel model) {
        Path kept = place.resolve(set.name() + "-" + model.id());
        try (LocalEmbeddings embeddings = LocalEmbeddings.of(model)) {
            IndexSettings settings = IndexSettings.WORDS.withEmbeddings(embeddings);
            Stopwatch indexing = new Stopwatch();
            DocumentIndex.of(set.documents(), settings.keptIn(kept), (done, total) -> {
                        if (done % 50 == 0)
                            err.print("\r" + set.name() + " " + model.id() + ": " + done + " of " + total);
                    })
                    .close();
            err.println();
            String indexed = String.format(
                    Locale.ROOT, "%.0f s | %.0f s", indexing.seconds(), indexing.processorMillisOfAll() / 1e3);
            for (Map.Entry<String, IndexSettings> way : ways(settings).entrySet()) {
                try (DocumentIndex index = DocumentIndex.on(PassageIndex.in(kept), way.getValue())) {
                    print(set, model, way.getKey(), Score.of(index, set), indexed, index.passages());
                }
            }
        }
    }

    private static Map<String, IndexSettings> ways(IndexSettings settings) {
        Map<String, IndexSettings> ways = new LinkedHashMap<>();
        ways.put("words", settings.withVectorShare(0));
        ways.put("vectors", settings.withVectorShare(1));
        ways.put("both", settings);
        ways.put("both, ranked again by phrases", settings.rerankedBy(Reranker.byPhrases()));
        return ways;
    }

    private void print(QuestionSet set, LocalModel model, String way, Score score, String indexed, int passages) {
        out.println(String.format(
                Locale.ROOT,
                "| %s | %s | %s | %.3f | %.3f | %.1f ms | %.1f ms | %.1f ms | %s | %,d | %,d MB |",
                set.name(),
                model.id(),
                way,
                score.good(),
                score.recall(),
                score.medianMillis(),
                score.slowMillis(),
                score.processorMillis(),
                indexed,
                passages,
                Memory.residentMegabytes()));
        out.flush();
    }
}
