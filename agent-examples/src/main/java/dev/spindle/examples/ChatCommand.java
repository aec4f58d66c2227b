package dev.spindle.examples;

import dev.spindle.examples.terminal.Console;
import dev.spindle.journal.Journal;
import dev.spindle.model.Model;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code spindle chat}: a conversation, at a terminal or through a pipe. */
@Command(
        name = "chat",
        description = {
            "Talks with you, and works in a folder of files if you name one.",
            "Without a terminal, each line of standard input is a turn."
        },
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        exitCodeListHeading = "Exit codes:%n",
        exitCodeList = {
            "0:you left, or the last line was answered",
            "1:the last line was not answered",
            "2:wrong usage",
            "3:stopped by a limit",
            "4:waiting for a person's decision, and no terminal to ask at"
        })
final class ChatCommand implements Callable<Integer> {
    private final Surroundings surroundings;

    @Mixin
    private final RunOptions options = new RunOptions();

    @Option(names = "--system", paramLabel = "TEXT", description = "Instructions in place of the command's own.")
    private @Nullable String instructions;

    @Option(
            names = "--dir",
            paramLabel = "DIR",
            description = "The folder whose files may be read, searched and, if you agree, changed.")
    private @Nullable Path folder;

    @Option(names = "--docs", paramLabel = "DIR", description = "A folder of documents to answer from.")
    private @Nullable Path documents;

    @Option(names = "--confirm", description = "Ask before each tool call, not only before changes.")
    private boolean confirm;

    @Option(
            names = "--history",
            paramLabel = "FILE",
            description = "The file that keeps the lines you write; ~/.spindle/history unless told otherwise.")
    private @Nullable Path history;

    ChatCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() {
        options.limits();
        Assignment assignment =
                new Assignment(new ChatJob(absolute(folder), absolute(documents)), instructions, confirm);
        Model model = ModelChoice.of(options, surroundings);
        try (Work work = assignment.job().open(surroundings);
                RunStore store = options.keeping.open(surroundings);
                ChatFront front = front()) {
            Chat chat = new Chat(
                    front,
                    work,
                    (asked, memory) ->
                            new Wiring(asked, assignment, work, options.limits(), journal(store), memory).agent(),
                    model,
                    runId -> {
                        if (store != null) store.keep(runId, assignment);
                    });
            return talk(chat, front);
        }
    }

    private ChatFront front() {
        Optional<Console> console = surroundings.console().get();
        if (console.isEmpty()) return new PipeFront(surroundings, options.keeping.words(surroundings));
        Path lines = history == null ? surroundings.home().resolve(".spindle/history") : history;
        console.get().remember(lines, ChatCommands.NAMES);
        return new TerminalFront(console.get());
    }

    private int talk(Chat chat, ChatFront front) {
        ChatCommands commands = new ChatCommands(chat, front, name -> ModelChoice.named(name, options, surroundings));
        boolean atTerminal = front.givesUpUndecided();
        if (atTerminal) front.say("/help lists the commands, Ctrl-D leaves.");
        int exitCode = ExitCode.GOOD;
        while (exitCode != ExitCode.WAITING) {
            String line = front.next();
            if (line == null || line.equals("/exit")) return atTerminal ? ExitCode.GOOD : exitCode;
            String question = line.startsWith("/") ? obeyed(commands, line, front) : line;
            if (question != null) exitCode = chat.ask(question);
        }
        return exitCode;
    }

    private static @Nullable String obeyed(ChatCommands commands, String line, ChatFront front) {
        try {
            return commands.obey(line);
        } catch (UsageException wrong) {
            front.say(String.valueOf(wrong.getMessage()));
            return null;
        }
    }

    private static @Nullable Journal journal(@Nullable RunStore store) {
        return store == null ? null : store.journal();
    }

    private static @Nullable String absolute(@Nullable Path path) {
        return path == null ? null : path.toAbsolutePath().toString();
    }
}
