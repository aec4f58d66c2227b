package dev.spindle.examples;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code spindle runs fork}: goes on with a copy of a run, otherwise. */
@Command(
        name = "fork",
        description = {
            "Goes on with a copy of a run from one of its steps, with another model, other instructions or other words.",
            "What was done before that step is not done again, and the run itself stays as it is."
        },
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        exitCodeListHeading = "Exit codes:%n",
        exitCodeList = {
            "0:answered",
            "1:failed",
            "2:wrong usage",
            "3:stopped by a limit",
            "4:waiting for a person's decision"
        })
final class RunsForkCommand implements Callable<Integer> {
    private final Surroundings surroundings;

    @Mixin
    private final RunOptions options = new RunOptions();

    @Mixin
    private final ForkOptions fork = new ForkOptions();

    @Mixin
    private final JsonOption printing = new JsonOption();

    RunsForkCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() {
        JournalOption kept = fork.keeping(options.keeping, surroundings);
        return Session.open(options, kept, printing.json, surroundings).fork(fork);
    }
}
