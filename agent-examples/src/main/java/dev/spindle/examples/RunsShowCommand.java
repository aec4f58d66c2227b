package dev.spindle.examples;

import dev.spindle.event.RunEvent.Recorded;
import dev.spindle.replay.Trajectory;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code spindle runs show}: the way that a run went. */
@Command(
        name = "show",
        description = "Shows a run, turn by turn: what was asked, what was called, what came back, what it took.",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        exitCodeListHeading = "Exit codes:%n",
        exitCodeList = {"0:shown", "1:the journal, or the output, failed", "2:wrong usage, or there is no such run"})
final class RunsShowCommand implements Callable<Integer> {
    private final Surroundings surroundings;

    @Mixin
    private final JournalOption keeping = new JournalOption();

    @Option(names = "--full", description = "Shorten nothing, and show the instructions.")
    private boolean full;

    @Option(names = "--json", description = "Print one line of JSON, with everything.")
    private boolean json;

    @Parameters(paramLabel = "RUN", description = "The run's id, or the beginning of it.")
    private String runId = "";

    RunsShowCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() {
        try (RunStore store = keeping.openKept(surroundings)) {
            List<Recorded> events = store.read(runId);
            Trajectory run = Trajectory.of(events);
            if (json) surroundings.json(run);
            else print(run, ListedRun.began(events));
        }
        return ExitCode.GOOD;
    }

    private void print(Trajectory run, Instant began) {
        try (Paper paper = Paper.of(surroundings)) {
            new RunStory(run, began, full, paper).print();
        }
    }
}
