package dev.spindle.examples;

import dev.spindle.examples.terminal.Console;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code spindle resume}: goes on with a run of a journal that stopped, died, or waits for a person. */
@Command(
        name = "resume",
        description = "Goes on with a run of a journal that stopped, died, or waits for a person.",
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
final class ResumeCommand implements Callable<Integer> {
    private final Surroundings surroundings;

    @Mixin
    private final RunOptions options = new RunOptions();

    @Mixin
    private final Choices choices = new Choices();

    @Mixin
    private final JsonOption printing = new JsonOption();

    @Parameters(paramLabel = "RUN", description = "The run's id.")
    private String runId = "";

    ResumeCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() {
        Session session = Session.open(options, printing.json, surroundings);
        if (printing.json) return session.goOn(runId, choices, foresight -> Deciding.NOBODY);
        try (Console console = surroundings.console().get().orElse(null)) {
            return session.goOn(
                    runId, choices, foresight -> console == null ? Deciding.NOBODY : new Asking(console, foresight));
        }
    }
}
