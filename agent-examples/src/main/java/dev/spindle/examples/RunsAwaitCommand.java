package dev.spindle.examples;

import dev.spindle.Agents;
import dev.spindle.run.RunResult;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code spindle runs await}: waits for a run that goes on elsewhere, and prints what came of it. */
@Command(
        name = "await",
        description = "Waits for a run that goes on elsewhere, in a worker, and prints what came of it.",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        exitCodeListHeading = "Exit codes:%n",
        exitCodeList = {
            "0:answered",
            "1:failed, or still going on",
            "2:wrong usage",
            "3:stopped by a limit",
            "4:waiting for a person's decision"
        })
final class RunsAwaitCommand implements Callable<Integer> {
    private final Surroundings surroundings;

    @Mixin
    private final JournalOption keeping = new JournalOption();

    @Mixin
    private final JsonOption printing = new JsonOption();

    @Option(
            names = "--timeout",
            paramLabel = "SECONDS",
            description = "How long to wait at most; 600 unless told otherwise.")
    private int timeout = 600;

    @Parameters(paramLabel = "RUN", description = "The run's id, or the beginning of it.")
    private String run = "";

    RunsAwaitCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() throws InterruptedException {
        if (timeout < 0) throw new UsageException("--timeout is " + timeout + "; it must not be negative");
        try (RunStore store = keeping.openKept(surroundings)) {
            String runId = store.find(run);
            Assignment assignment = store.assignment(runId);
            Optional<RunResult> result = Agents.await(store.journal(), runId, Duration.ofSeconds(timeout));
            if (result.isEmpty()) {
                surroundings
                        .err()
                        .println("run " + runId + " has not ended within " + timeout
                                + " seconds; is there a 'spindle worker' with this journal?");
                return ExitCode.FAILED;
            }
            return print(result.get(), assignment);
        }
    }

    private int print(RunResult result, Assignment assignment) {
        Output output = printing.json
                ? new JsonOutput(surroundings.out())
                : new TextOutput(surroundings, keeping.words(surroundings));
        try (Work work = assignment.job().open(surroundings)) {
            Findings found = work.findings().apply(result);
            output.finish(result, found, work.foresight());
            return found.exitCode(result);
        }
    }
}
