package dev.spindle.examples;

import dev.spindle.context.AgentException;
import java.util.Locale;
import java.util.logging.Level;
import java.util.logging.Logger;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help;
import picocli.CommandLine.ParameterException;

/**
 * The {@code spindle} command.
 *
 * <p>What it prints is plain text, the same for a terminal, a pipe and a file: answers and JSON on standard output, everything about
 * them on standard error. Only {@code chat} makes more of a terminal.
 */
@Command(
        name = "spindle",
        description = "Agents that call tools, at the command line.",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        footer = {
            "",
            "The model is asked at OPENAI_BASE_URL with OPENAI_API_KEY, and is the one that OPENAI_MODEL names. Without them"
                    + " a stand-in answers that needs no network, and is no language model."
        })
public final class Main {
    /** Lucene's hints on how to tune the JVM are for other people. Held, since a logger that nobody holds forgets its level. */
    private static final Logger LUCENE = Logger.getLogger("org.apache.lucene");

    private Main() {}

    /** Runs the command and ends the process with its exit code. */
    public static void main(String... arguments) {
        LUCENE.setLevel(Level.SEVERE);
        System.exit(run(Surroundings.ofProcess(), arguments));
    }

    /** Runs the command and returns its exit code. */
    static int run(Surroundings surroundings, String... arguments) {
        CommandLine line = new CommandLine(new Main())
                .addSubcommand(new AskCommand(surroundings))
                .addSubcommand(new ChatCommand(surroundings))
                .addSubcommand(new TestCommand(surroundings))
                .addSubcommand(new ResumeCommand(surroundings))
                .addSubcommand(RunsCommand.line(surroundings))
                .setColorScheme(Help.defaultColorScheme(Help.Ansi.OFF))
                .setOut(surroundings.outWriter())
                .setErr(surroundings.errWriter())
                .setParameterExceptionHandler((wrong, args) -> wrongUsage(wrong.getCommandLine(), wrong))
                .setExecutionExceptionHandler((failed, command, parsed) -> failure(failed, command));
        return line.execute(arguments);
    }

    private static int wrongUsage(CommandLine command, Exception wrong) {
        String name = command.getCommandSpec().qualifiedName();
        command.getErr().println(name + ": " + sentence(wrong) + ". Try '" + name + " --help'.");
        if (wrong instanceof ParameterException unknown) {
            CommandLine.UnmatchedArgumentException.printSuggestions(unknown, command.getErr());
        }
        return command.getCommandSpec().exitCodeOnInvalidInput();
    }

    private static int failure(Exception failed, CommandLine command) throws Exception {
        if (failed instanceof UsageException) return wrongUsage(command, failed);
        if (!(failed instanceof AgentException)) throw failed;
        command.getErr().println(command.getCommandSpec().qualifiedName() + ": " + failed.getMessage());
        return command.getCommandSpec().exitCodeOnExecutionException();
    }

    private static String sentence(Exception wrong) {
        String message = String.valueOf(wrong.getMessage());
        String bare = message.endsWith(".") ? message.substring(0, message.length() - 1) : message;
        return bare.isEmpty() ? bare : bare.substring(0, 1).toLowerCase(Locale.ROOT) + bare.substring(1);
    }
}
