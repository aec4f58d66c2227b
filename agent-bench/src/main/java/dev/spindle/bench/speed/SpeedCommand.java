package dev.spindle.bench.speed;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * Measures Spindle beside the floor and writes the table of targets, reached and not reached.
 *
 * <p>Takes {@code --quick} for a look of five minutes, {@code --markdown FILE} for where to write, and {@code --only NAME} for one
 * scenario. Give it a machine that has nothing else to do.
 */
public final class SpeedCommand {
    /** How it is called. */
    public static final String USAGE = "java -jar agent-bench.jar speed [--quick] [--only SCENARIO] [--markdown FILE]";

    private static final int WRONG_USAGE = 2;

    private final PrintStream out;
    private final PrintStream err;

    /** A command that shows its rows as they come. */
    public SpeedCommand(PrintStream out, PrintStream err) {
        this.out = out;
        this.err = err;
    }

    /**
     * Measures.
     *
     * @return 0, or 2 if the arguments are wrong
     * @throws IOException if a process cannot be started, or dies
     */
    public int run(List<String> arguments) throws IOException, InterruptedException {
        Options options;
        try {
            options = Options.of(arguments);
        } catch (IllegalArgumentException wrong) {
            err.println(wrong.getMessage());
            err.println(USAGE);
            return WRONG_USAGE;
        }
        measure(options);
        return 0;
    }

    private void measure(Options options) throws IOException, InterruptedException {
        // Before twenty minutes are spent on the rows above that one.
        if (options.scenarios().contains(Scenario.JARS)) ClassPath.megabytes();
        Path folder = Files.createTempDirectory("spindle-bench");
        try (Arena arena = Arena.open(folder)) {
            Scenarios scenarios = new Scenarios(arena, options.sizes(), out);
            ColdStart start = new ColdStart(arena, folder);
            for (Scenario scenario : options.scenarios()) scenario.measure(scenarios, start);
            String page = Page.of(scenarios.report(), options.sizes());
            out.println(page);
            if (options.markdown() != null) Files.writeString(options.markdown(), page);
        } finally {
            delete(folder);
        }
    }

    /** What a worker process does; see {@link Worker}. */
    public void work(List<String> arguments) throws IOException, InterruptedException {
        new Worker(out).run(arguments);
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) Files.delete(file);
        }
    }
}
