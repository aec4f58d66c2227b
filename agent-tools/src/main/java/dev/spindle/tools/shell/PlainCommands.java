package dev.spindle.tools.shell;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The commands of a line, if it says all that it runs: no variable, no pattern of names, nothing put into a
 * file or a command, no code in a word.
 *
 * @param commands each with its words, the program first; not empty
 */
public record PlainCommands(List<List<String>> commands) {
    private static final int MAX_LINE = 2_000;

    /** Copies the commands. */
    public PlainCommands {
        commands = commands.stream().map(List::copyOf).toList();
    }

    /** Those of a line for a POSIX shell; empty if anything of it is not written out. */
    public static Optional<PlainCommands> findIn(String line) {
        // What a command reads decides what it does as much as its words do: 'patch -p1 < x'.
        boolean fed = line.contains("<") || line.contains("\n");
        return fed || line.length() > MAX_LINE ? Optional.empty() : of(CommandFinder.inLine(line, false));
    }

    /** That of a program with its arguments, which no shell reads; empty if it runs what cannot be told. */
    public static Optional<PlainCommands> findIn(List<String> arguments) {
        if (arguments.isEmpty() || arguments.stream().mapToInt(String::length).sum() > MAX_LINE)
            return Optional.empty();
        return of(CommandFinder.inArguments(arguments, false));
    }

    /** Whether a command names a program that runs what it is given, such as a shell, {@code env} or {@code xargs}. */
    public static boolean runsOthers(List<String> command) {
        return CommandFinder.runsOthers(
                new ShellCommand(command.stream().map(ShellWord::literal).toList(), true));
    }

    private static Optional<PlainCommands> of(CommandFinder found) {
        List<List<String>> commands = new ArrayList<>();
        if (!found.unclear().isEmpty() || found.said().isEmpty()) return Optional.empty();
        for (ShellCommand command : found.said()) {
            if (!command.plain() || !command.words().stream().allMatch(ShellWord::isLiteral)) return Optional.empty();
            commands.add(command.words().stream().map(ShellWord::text).toList());
        }
        return Optional.of(new PlainCommands(commands));
    }
}
