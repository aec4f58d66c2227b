package dev.spindle.bench.retrieval;

import dev.spindle.context.Cancellation;
import dev.spindle.retrieval.DocumentIndex;
import dev.spindle.retrieval.IndexSettings;
import dev.spindle.retrieval.PassageQuery;
import dev.spindle.retrieval.document.SourceDocument;
import dev.spindle.retrieval.embedding.LocalEmbeddings;
import dev.spindle.retrieval.embedding.LocalModel;
import dev.spindle.tools.files.ConfinedFolder;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * Measures what the search costs: passages embedded in a second, queries by words and vectors in indexes of several sizes, their memory and
 * disk, and the start on a folder that has not changed.
 *
 * <p>Texts are made up, of 20,000 words as frequent as words are. Passages of the large indexes have random vectors, which are harder to search
 * than those of texts; a query is embedded by the real model, and that is counted.
 */
public final class CostCommand {
    /** The command's name and options. */
    public static final String USAGE =
            "java -jar agent-bench.jar retrieval-cost [--texts N] [--beside CLASS_PATH_OF_LANGCHAIN4J]"
                    + " [--passages N]... [--queries N] [--files N]";

    private static final int PASSAGES_OF_A_DOCUMENT = 20;

    private final PrintStream out;
    private final List<Integer> sizes = new ArrayList<>();
    private final Prose prose = new Prose(42);
    private String beside = "";
    private int texts = 256;
    private int queries = 500;
    private int files = 10_000;

    private CostCommand(List<String> arguments, PrintStream out) {
        this.out = out;
        if (arguments.size() % 2 != 0) throw new IllegalArgumentException("An option lacks its value");
        for (int i = 0; i + 1 < arguments.size(); i += 2) {
            String value = arguments.get(i + 1);
            switch (arguments.get(i)) {
                case "--passages" -> sizes.add(Integer.parseInt(value));
                case "--texts" -> texts = Integer.parseInt(value);
                case "--queries" -> queries = Integer.parseInt(value);
                case "--files" -> files = Integer.parseInt(value);
                case "--beside" -> beside = value;
                default -> throw new IllegalArgumentException("There is no option " + arguments.get(i));
            }
        }
        if (sizes.isEmpty()) sizes.addAll(List.of(10_000, 100_000));
    }

    /**
     * Measures, and prints each figure as it is known; nought texts, files or passages leave a part out. What it writes is below the folder for
     * temporary files, and gone when it ends.
     *
     * @return 0, or 2 if the arguments are wrong
     */
    public static int run(List<String> arguments, PrintStream out, PrintStream err)
            throws IOException, InterruptedException {
        CostCommand command;
        try {
            command = new CostCommand(arguments, out);
        } catch (IllegalArgumentException wrong) {
            err.println(wrong.getMessage() + "\n" + USAGE);
            return 2;
        }
        command.measure();
        return 0;
    }

    private void measure() throws IOException, InterruptedException {
        Path place = Files.createTempDirectory("spindle-cost-");
        try (LocalEmbeddings model = LocalEmbeddings.of(LocalModel.BGE_SMALL)) {
            if (texts > 0) {
                say(EmbeddingRate.of(model, texts).toString());
                if (!beside.isEmpty()) say(EmbeddingRate.beside(beside, texts));
            }
            for (int size : sizes) if (size > 0) measureQueries(size, model, place.resolve("of-" + size));
            if (files > 0) measureStart(place.resolve("files"));
        } finally {
            delete(place);
        }
    }

    private void say(String line) {
        out.println(line);
        out.flush();
    }

    private void measureQueries(int size, LocalEmbeddings model, Path folder) throws IOException {
        String prefix = model.model().queryPrefix();
        IndexSettings settings = IndexSettings.WORDS
                .withEmbeddings(new RandomVectors(model, prefix), prefix, "")
                .keptIn(Files.createDirectories(folder).resolve("index"));
        Stopwatch building = new Stopwatch();
        try (DocumentIndex index = DocumentIndex.of(documents(size), settings, (done, total) -> {})) {
            double built = building.seconds();
            Times times = new Times(queries);
            for (int i = 0; i < 2 * queries; i++) {
                PassageQuery query = PassageQuery.of(prose.words(8), 10);
                Stopwatch asked = new Stopwatch();
                index.search(query, Cancellation.create());
                // Those before are for warming.
                if (i >= queries) times.add(asked);
            }
            say(String.format(
                    Locale.ROOT,
                    "%,d passages: query %s; built in %.0f s without their embedding; memory %,d MB, disk %,d MB",
                    index.passages(),
                    times,
                    built,
                    Memory.residentMegabytes(),
                    size(folder) >> 20));
        }
        delete(folder);
    }

    private List<SourceDocument> documents(int passages) {
        List<SourceDocument> documents = new ArrayList<>();
        for (int i = 0; i < passages / PASSAGES_OF_A_DOCUMENT; i++) {
            List<String> parts = Stream.generate(() -> prose.words(45))
                    .limit(PASSAGES_OF_A_DOCUMENT)
                    .toList();
            documents.add(SourceDocument.ofText("d" + i + ".txt", "", String.join("\n\n", parts)));
        }
        return documents;
    }

    private void measureStart(Path folder) throws IOException {
        Path docs = Files.createDirectories(folder.resolve("docs"));
        for (int i = 0; i < files; i++) {
            Path part = Files.createDirectories(docs.resolve("part" + i % 100));
            Files.writeString(part.resolve("d" + i + ".md"), "# Number " + i + "\n\n" + prose.words(200) + "\n");
        }
        IndexSettings settings = IndexSettings.WORDS.keptIn(folder.resolve("index"));
        String first = start(docs, settings);
        // Files of this moment are read once more, since their time cannot tell yet whether they change again.
        start(docs, settings);
        say(String.format(
                Locale.ROOT,
                "%,d files: first start by words %s, on the unchanged folder %s",
                files,
                first,
                start(docs, settings)));
    }

    private static String start(Path docs, IndexSettings settings) {
        Stopwatch starting = new Stopwatch();
        DocumentIndex.open(ConfinedFolder.of(docs), settings, (done, total) -> {})
                .close();
        return String.format(
                Locale.ROOT, "%.2f s (%.2f s of a processor)", starting.seconds(), starting.processorMillis() / 1e3);
    }

    private static long size(Path folder) throws IOException {
        try (Stream<Path> all = Files.walk(folder)) {
            return all.filter(Files::isRegularFile)
                    .mapToLong(file -> file.toFile().length())
                    .sum();
        }
    }

    private static void delete(Path folder) throws IOException {
        if (!Files.exists(folder)) return;
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path path : all.sorted(Comparator.reverseOrder()).toList()) Files.delete(path);
        }
    }
}
