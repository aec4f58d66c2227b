package dev.spindle.examples;

import dev.spindle.json.Json;
import dev.spindle.replay.Trajectory;
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
        versionProvider = Version.class)
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
            Trajectory run = Trajectory.of(store.read(runId));
            if (json) surroundings.out().println(Json.of(run).text());
            else print(run);
        }
        return ExitCode.GOOD;
    }

    private void print(Trajectory run) {
        try (Paper paper = Paper.of(surroundings)) {
            new RunStory(run, full, paper).print();
        }
    }
}
