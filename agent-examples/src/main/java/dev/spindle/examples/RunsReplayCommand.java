package dev.spindle.examples;

import dev.spindle.Agent;
import dev.spindle.event.RunEvent.Recorded;
import dev.spindle.replay.Replay;
import dev.spindle.testing.OfflineModel;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code spindle runs replay}: whether a run would go the same way today. */
@Command(
        name = "replay",
        description = {
            "Goes through a run as this command would now, up to the first difference.",
            "No model is asked and no tool is called."
        },
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        exitCodeListHeading = "Exit codes:%n",
        exitCodeList = {"0:it goes as it went", "1:it goes another way, or cannot be replayed", "2:wrong usage"})
final class RunsReplayCommand implements Callable<Integer> {
    private final Surroundings surroundings;

    @Mixin
    private final JournalOption keeping = new JournalOption();

    @Mixin
    private final ServedOptions served = new ServedOptions();

    @Option(
            names = "--system",
            paramLabel = "TEXT",
            description = "Instructions in place of those that the run's command has now.")
    private @Nullable String instructions;

    @Option(names = "--json", description = "Print one line of JSON.")
    private boolean json;

    @Parameters(paramLabel = "RUN", description = "The run's id, or the beginning of it.")
    private String runId = "";

    RunsReplayCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() {
        try (RunStore store = keeping.openKept(surroundings)) {
            String found = store.find(runId);
            List<Recorded> events = store.journal().read(found, 0);
            Assignment assignment = served.assignment(store, found).with(instructions);
            try (Work work = assignment.job().open(surroundings)) {
                // Its model is not asked, and its limits were options of the command, not part of the program.
                Agent agent =
                        new Wiring(new OfflineModel(), assignment, work, Session.limitsOf(events), null, null).agent();
                return print(agent.replay(events));
            }
        }
    }

    private int print(Replay.Result result) {
        if (json) surroundings.json(result);
        else surroundings.out().println(result);
        return result.isSame() ? ExitCode.GOOD : ExitCode.FAILED;
    }
}
