package dev.spindle.examples;

import dev.spindle.journal.Journal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Predicate;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code spindle runs list}: the runs of a journal. */
@Command(
        name = "list",
        description = "Lists the runs of a journal, the newest last.",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        exitCodeListHeading = "Exit codes:%n",
        exitCodeList = {"0:listed, be there any or not", "1:the journal, or the output, failed", "2:wrong usage"})
final class RunsListCommand implements Callable<Integer> {
    private final Surroundings surroundings;

    @Mixin
    private final JournalOption keeping = new JournalOption();

    @Mixin
    private final Filters filters = new Filters();

    @Option(names = "--json", description = "Print a line of JSON for each run.")
    private boolean json;

    RunsListCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() {
        Predicate<ListedRun> meant = filters.asOf(Instant.now());
        List<ListedRun> runs = listed().stream().filter(meant).toList();
        if (json) runs.forEach(surroundings::json);
        else print(runs);
        return ExitCode.GOOD;
    }

    private List<ListedRun> listed() {
        if (keeping.isNotYetThere(surroundings)) return List.of();
        try (RunStore store = keeping.openKept(surroundings)) {
            return listed(store.journal());
        }
    }

    private static List<ListedRun> listed(Journal journal) {
        List<ListedRun> runs = new ArrayList<>();
        journal.runs().forEach(runId -> runs.add(ListedRun.read(journal, runId)));
        runs.sort(Comparator.comparing(ListedRun::started).thenComparing(ListedRun::runId));
        return runs;
    }

    private void print(List<ListedRun> runs) {
        try (Paper paper = Paper.of(surroundings)) {
            new RunTable(runs).print(paper);
        }
    }
}
