package dev.spindle.examples;

import dev.spindle.journal.Journal;
import dev.spindle.json.Json;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code spindle runs list}: the runs of a journal. */
@Command(
        name = "list",
        description = "Lists the runs of a journal, the newest last.",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class)
final class RunsListCommand implements Callable<Integer> {
    private final Surroundings surroundings;

    @Mixin
    private final JournalOption keeping = new JournalOption();

    @Option(names = "--json", description = "Print a line of JSON for each run.")
    private boolean json;

    RunsListCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() {
        try (RunStore store = keeping.openKept(surroundings)) {
            List<ListedRun> runs = listed(store.journal());
            if (json)
                runs.forEach(run -> surroundings.out().println(Json.of(run).text()));
            else print(runs);
        }
        return ExitCode.GOOD;
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
