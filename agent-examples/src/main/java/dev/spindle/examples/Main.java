package dev.spindle.examples;

import dev.spindle.context.AgentException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Locale;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.regex.Pattern;
import java.util.stream.Stream;
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
    /** What readers of documents and indexes log is for other people. Held, since a logger that nobody holds forgets its level. */
    private static final List<Logger> QUIET = Stream.of("lucene", "pdfbox", "fontbox")
            .map(name -> Logger.getLogger("org.apache." + name))
            .toList();

    private static final Pattern ORDINARY_WORD = Pattern.compile("[A-Z][a-z]*(?=[ ,:;']|$)");

    private Main() {}

    /** Runs the command and ends the process with its exit code. */
    public static void main(String... arguments) {
        QUIET.forEach(logger -> logger.setLevel(Level.OFF));
        // POI logs to standard error where nobody takes its log, and what is broken is told anyhow.
        System.setProperty("log4j2.loggerContextFactory", "org.apache.logging.log4j.simple.SimpleLoggerContextFactory");
        System.setProperty("org.apache.logging.log4j.simplelog.level", "OFF");
        Surroundings process = Surroundings.ofProcess();
        // Logs and the last words of threads go through the same door.
        System.setOut(process.out());
        System.setErr(process.err());
        System.exit(run(process, arguments));
    }

    /** Runs the command and returns its exit code. */
    static int run(Surroundings surroundings, String... arguments) {
        CommandLine line = new CommandLine(new Main())
                .addSubcommand(new AskCommand(surroundings))
                .addSubcommand(new IndexCommand(surroundings))
                .addSubcommand(new ChatCommand(surroundings))
                .addSubcommand(new TestCommand(surroundings))
                .addSubcommand(new ResumeCommand(surroundings))
                .addSubcommand(new WorkerCommand(surroundings))
                .addSubcommand(new ServeCommand(surroundings))
                .addSubcommand(RunsCommand.line(surroundings))
                .addSubcommand(McpCommand.line(surroundings))
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setColorScheme(Help.defaultColorScheme(Help.Ansi.OFF))
                .setOut(surroundings.out().writer())
                .setErr(surroundings.err().writer())
                .setParameterExceptionHandler((wrong, args) -> wrongUsage(wrong.getCommandLine(), wrong))
                .setExecutionExceptionHandler((failed, command, parsed) -> failure(failed, command));
        int exitCode = line.execute(arguments);
        return surroundings
                .out()
                .failure()
                .map(lost -> unwritten(exitCode, lost, surroundings))
                .orElse(exitCode);
    }

    /** Whoever reads standard output has not got it, whatever came of the run. */
    private static int unwritten(int exitCode, IOException lost, Surroundings surroundings) {
        surroundings.err().println("spindle: the answer could not be written to standard output: " + lost.getMessage());
        return exitCode == ExitCode.GOOD ? ExitCode.FAILED : exitCode;
    }

    private static int wrongUsage(CommandLine command, Exception wrong) {
        String name = command.getCommandSpec().qualifiedName();
        command.getErr().println(name + ": " + sentence(wrong) + " Try '" + name + " --help'.");
        if (wrong instanceof ParameterException unknown) {
            CommandLine.UnmatchedArgumentException.printSuggestions(unknown, command.getErr());
        }
        return command.getCommandSpec().exitCodeOnInvalidInput();
    }

    private static int failure(Exception failed, CommandLine command) {
        if (failed instanceof UsageException) return wrongUsage(command, failed);
        String name = command.getCommandSpec().qualifiedName();
        if (failed instanceof AgentException || failed instanceof UncheckedIOException) {
            command.getErr().println(name + ": " + failed.getMessage());
        } else {
            command.getErr().println(name + " has a fault; please report it:");
            failed.printStackTrace(command.getErr());
        }
        return command.getCommandSpec().exitCodeOnExecutionException();
    }

    private static String sentence(Exception wrong) {
        String message = String.valueOf(wrong.getMessage());
        String bare = message.endsWith(".") ? message.substring(0, message.length() - 1) : message;
        String ended = bare.endsWith("?") ? bare : bare + ".";
        // A name, such as OPENAI_API_KEY or OpenAiModel, stays as it is.
        return ORDINARY_WORD.matcher(bare).lookingAt()
                ? ended.substring(0, 1).toLowerCase(Locale.ROOT) + ended.substring(1)
                : ended;
    }
}
