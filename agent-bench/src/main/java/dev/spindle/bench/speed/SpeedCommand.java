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
 * <p>Takes {@code --quick} for a look of two minutes, {@code --markdown FILE} for where to write, and {@code --only NAME} for one
 * scenario. Give it a machine that has nothing else to do.
 */
public final class SpeedCommand {
    /** How it is called. */
    public static final String USAGE = "java -jar agent-bench.jar speed [--quick] [--only SCENARIO] [--markdown FILE]";

    private final PrintStream out;

    /** A command that shows its rows as they come. */
    public SpeedCommand(PrintStream out) {
        this.out = out;
    }

    /**
     * Measures.
     *
     * @throws IOException if a process cannot be started, or dies
     * @throws IllegalArgumentException if an option is not known
     */
    public void run(List<String> arguments) throws IOException, InterruptedException {
        Options options = Options.of(arguments);
        Path folder = Files.createTempDirectory("spindle-bench");
        try (Arena arena = Arena.open(folder)) {
            Scenarios scenarios = new Scenarios(arena, options.sizes(), out);
            for (Selection scenario : Selection.all(new ColdStart(arena, folder))) {
                if (options.wants(scenario.name())) scenario.measuring().measure(scenarios);
            }
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

    /** A scenario by its name on the command line. */
    private record Selection(String name, Measuring measuring) {
        @FunctionalInterface
        private interface Measuring {
            void measure(Scenarios scenarios) throws IOException, InterruptedException;
        }

        private static List<Selection> all(ColdStart start) {
            return List.of(
                    new Selection("turn", Scenarios::turn),
                    new Selection("parallel", Scenarios::parallel),
                    new Selection("crowd", Scenarios::crowd),
                    new Selection("waiting", Selection::waiting),
                    new Selection("stream", Scenarios::stream),
                    new Selection("history", Scenarios::history),
                    new Selection("start", scenarios -> scenarios.start(start)),
                    new Selection("heap", Scenarios::heap));
        }

        private static void waiting(Scenarios scenarios) throws IOException {
            scenarios.waiting(Jdk.own(), 2);
            Jdk newest = Jdk.findNewest().orElse(Jdk.own());
            if (newest.feature() > Jdk.own().feature()) scenarios.waiting(newest, 1.2);
        }
    }
}
