package dev.spindle.examples;

import dev.spindle.context.AgentException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Predicate;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code spindle runs delete}: takes runs out of a journal for good. */
@Command(
        name = "delete",
        description = {
            "Deletes runs with their children, and what no other run needs: those that are named, or those that fit all filters.",
            "Without --yes it only tells which."
        },
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        exitCodeListHeading = "Exit codes:%n",
        exitCodeList = {
            "0:deleted, or told which would be",
            "1:some could not be deleted, such as one that goes on; or the output failed",
            "2:wrong usage"
        })
final class RunsDeleteCommand implements Callable<Integer> {
    private final Surroundings surroundings;

    @Mixin
    private final JournalOption keeping = new JournalOption();

    @Mixin
    private final Filters filters = new Filters();

    @Option(names = "--yes", description = "Delete them.")
    private boolean yes;

    @Parameters(paramLabel = "RUN", arity = "0..*", description = "A run's id, or the beginning of it.")
    private List<String> named = List.of();

    RunsDeleteCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() {
        Predicate<ListedRun> meant = filters.asOf(Instant.now());
        if (named.isEmpty() == !filters.any()) {
            throw new UsageException("name the runs to delete, or give filters, and not both");
        }
        try (RunStore store = keeping.openKept(surroundings)) {
            List<String> runIds = named.isEmpty() ? fitting(store, meant) : found(store);
            if (yes) return delete(runIds, store);
            runIds.forEach(runId -> surroundings.out().println("would delete " + runId));
            surroundings.err().println(Closing.counted(runIds.size(), "run") + "; --yes deletes for good");
            return ExitCode.GOOD;
        }
    }

    private List<String> found(RunStore store) {
        return named.stream().map(store::find).distinct().toList();
    }

    /** Children go with their parents. */
    private static List<String> fitting(RunStore store, Predicate<ListedRun> meant) {
        List<String> fitting = new ArrayList<>();
        for (String runId : store.journal().runs()) {
            if (!runId.contains("/") && meant.test(ListedRun.read(store.journal(), runId))) fitting.add(runId);
        }
        return fitting;
    }

    /** Each alone, so that one that cannot be deleted does not keep the others. */
    private int delete(List<String> runIds, RunStore store) {
        if (runIds.isEmpty()) surroundings.err().println("0 runs; none fits the filters");
        int exitCode = ExitCode.GOOD;
        for (String runId : runIds) {
            try {
                store.delete(runId);
                surroundings.out().println("deleted " + runId);
            } catch (AgentException left) {
                surroundings.err().println("not deleted: " + runId + ": " + left.getMessage());
                exitCode = ExitCode.FAILED;
            }
        }
        return exitCode;
    }
}
