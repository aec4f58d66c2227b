package dev.spindle.examples;

import picocli.CommandLine;
import picocli.CommandLine.Command;

/** {@code spindle runs}: looks at the runs of a journal, and goes on with them. */
@Command(
        name = "runs",
        description =
                "Lists, shows, compares, replays, forks and deletes the runs of a journal, and goes on with them.",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class)
final class RunsCommand {
    private RunsCommand() {}

    static CommandLine line(Surroundings surroundings) {
        return new CommandLine(new RunsCommand())
                .addSubcommand(new RunsListCommand(surroundings))
                .addSubcommand(new RunsShowCommand(surroundings))
                .addSubcommand(new RunsDiffCommand(surroundings))
                .addSubcommand(new RunsReplayCommand(surroundings))
                .addSubcommand(new RunsForkCommand(surroundings))
                .addSubcommand(new RunsDeleteCommand(surroundings))
                .addSubcommand(new RunsAwaitCommand(surroundings))
                .addSubcommand(new ResumeCommand(surroundings));
    }
}
