package dev.spindle.bench.journal;

import dev.spindle.bench.store.Place;
import dev.spindle.bench.store.Store;
import dev.spindle.bench.store.Stores;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** Measures every store and prints tables: the time of an append, alone and among others, and the space of a turn. */
public final class JournalCommand {
    /** The command's name and options. */
    public static final String USAGE = "java -jar agent-bench.jar journal [--quick]";

    private static final List<Integer> LENGTHS = List.of(10, 100, 1_000);
    private static final int FEW = 8;
    private static final int CROWD = 50;

    private final int appends;
    private final List<Integer> lengths;
    private final Path parent;
    private final PrintStream out;

    private JournalCommand(boolean quick, PrintStream out) throws IOException {
        this.appends = quick ? 300 : 5_000;
        this.lengths = quick ? LENGTHS.subList(0, 2) : LENGTHS;
        this.parent = Files.createTempDirectory("spindle-journal-");
        this.out = out;
    }

    /**
     * Measures, and prints the tables.
     *
     * @return 0, or 2 if the arguments are wrong
     */
    public static int run(List<String> arguments, PrintStream out, PrintStream err) throws Exception {
        if (!List.of("--quick").containsAll(arguments)) {
            err.println(USAGE);
            return 2;
        }
        JournalCommand command = new JournalCommand(arguments.contains("--quick"), out);
        command.printAppends();
        command.printNeighbours(FEW);
        command.printNeighbours(CROWD);
        command.printGrowth();
        Files.delete(command.parent);
        return 0;
    }

    private void printAppends() throws Exception {
        out.println("| store | appended events a second | p50 | p99 |");
        out.println("|---|---:|---:|---:|");
        for (Store store : here()) {
            try (Place place = Place.make(store, parent);
                    Stores stores = store.open(place)) {
                AppendTimes times = AppendTimes.of(stores.journal(), "appends", appends);
                out.println(String.format(
                        Locale.ROOT,
                        "| %s | %,d | %.2f ms | %.2f ms |",
                        store,
                        times.perSecond(),
                        times.millisAt(0.50),
                        times.millisAt(0.99)));
                out.flush();
            }
        }
        out.println();
    }

    /** Beside one that appends a megabyte at a time the longest waits are told as so many times the median, too. */
    private void printNeighbours(int runs) throws Exception {
        out.println("| store | " + runs + " runs at once: events a second | p50 | p99 "
                + "| beside events of 1 MB: p50 | p99 | p99 / p50 |");
        out.println("|---|---:|---:|---:|---:|---:|---:|");
        for (Store store : here()) {
            try (Place place = Place.make(store, parent);
                    Stores stores = store.open(place)) {
                Neighbours neighbours = new Neighbours(stores.journal(), runs, FEW * appends / runs);
                AppendTimes alone = neighbours.alone();
                AppendTimes beside = neighbours.besideGiant();
                out.println(String.format(
                        Locale.ROOT,
                        "| %s | %,d | %.2f ms | %.2f ms | %.2f ms | %.2f ms | %.1f |",
                        store,
                        runs * alone.perSecond(),
                        alone.millisAt(0.50),
                        alone.millisAt(0.99),
                        beside.millisAt(0.50),
                        beside.millisAt(0.99),
                        beside.millisAt(0.99) / beside.millisAt(0.50)));
                out.flush();
            }
        }
        out.println();
    }

    private void printGrowth() throws Exception {
        out.println("| store | " + head("bytes a turn, of %,d") + " | "
                + head("bytes a run, of %,d in one conversation") + " |");
        out.println("|---|" + "---:|".repeat(2 * lengths.size()));
        for (Store store : here()) {
            List<String> cells = new ArrayList<>();
            for (int turns : lengths) cells.add(grown(store, turns, Growth::longRun));
            for (int runs : lengths) cells.add(grown(store, runs, Growth::conversation));
            out.println("| " + store + " | " + String.join(" | ", cells) + " |");
            out.flush();
        }
    }

    private static List<Store> here() {
        return Stream.of(Store.values()).filter(Store::isHere).toList();
    }

    private String head(String form) {
        return String.join(
                " | ",
                lengths.stream()
                        .map(length -> String.format(Locale.ROOT, form, length))
                        .toList());
    }

    /** How much larger the store is afterwards, by the size that it is divided by. */
    private String grown(Store store, int size, Growth.Work work) throws Exception {
        try (Place place = Place.make(store, parent)) {
            store.open(place).close();
            long empty = store.bytes(place);
            try (Stores stores = store.open(place)) {
                work.run(stores.journal(), size);
            }
            return String.format(Locale.ROOT, "%,d", (store.bytes(place) - empty) / size);
        }
    }
}
