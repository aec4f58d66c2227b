package dev.spindle.examples;

import dev.spindle.examples.KeptChats.Left;
import dev.spindle.examples.terminal.Console;
import dev.spindle.examples.terminal.Words;
import dev.spindle.model.Model;
import dev.spindle.tools.rules.ApprovalRules;
import java.nio.file.Path;
import java.util.Optional;
import java.util.UUID;
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

    @Mixin
    private final ReplyOption reply = new ReplyOption();

    @Option(names = "--system", paramLabel = "TEXT", description = "Instructions in place of the command's own.")
    private @Nullable String instructions;

    @Mixin
    private final ChatTools tools = new ChatTools();

    @Option(names = "--confirm", description = "Ask before each tool call, not only before changes.")
    private boolean confirm;

    @Option(names = "--continue", description = "Go on with the last chat of this folder, also one that was killed.")
    private boolean goingOn;

    @Option(
            names = "--context",
            paramLabel = "TOKENS",
            description =
                    "What the model can read, in tokens; 128,000 unless told otherwise. What is too long for it is shown to it shorter.")
    private long context = 128_000;

    @Option(
            names = "--history",
            paramLabel = "FILE",
            description = "The file that keeps the lines you write; ~/.spindle/history unless told otherwise.")
    private @Nullable Path history;

    @Mixin
    private final JsonOption output = new JsonOption();

    ChatCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() {
        options.limits();
        reply.options();
        if (context < 1) throw new UsageException("--context is a number of tokens, at least 1");
        Model model = ModelChoice.of(options, surroundings);
        try (ChatFront front = front()) {
            ChatJob job = tools.job(Trust.in(surroundings.home()), front);
            return call(new Assignment(job, instructions, confirm), model, front);
        }
    }

    private int call(Assignment assignment, Model model, ChatFront front) {
        try (Work work = assignment.job().open(surroundings);
                RunStore store = options.keeping.open(surroundings)) {
            work.guide().remarks().forEach(front::say);
            Optional<Left> left = goingOn ? Optional.of(left(store)) : Optional.empty();
            String name = left.map(Left::chat).orElseGet(() -> UUID.randomUUID().toString());
            ChatAgents.Place place = new ChatAgents.Place(name, folder(), context);
            ChatAgents agents = new ChatAgents(assignment, work, options.limits(), reply.options(), store, place);
            Chat chat =
                    new Chat(front, work, agents, model, left.map(Left::tree).orElseGet(ChatTree::new));
            int exitCode = left.map(before -> resumed(before, chat, front)).orElse(ExitCode.GOOD);
            return exitCode == ExitCode.WAITING ? exitCode : talk(chat, front, exitCode);
        }
    }

    private String folder() {
        return ChatAgents.Place.key(tools.place());
    }

    private Left left(@Nullable RunStore store) {
        if (store == null)
            throw new UsageException("--continue needs runs that are kept; name their journal with --journal PATH");
        return new KeptChats(store)
                .last(folder())
                .orElseThrow(() -> new UsageException(
                        "no chat of the folder " + tools.place() + " was kept; without --continue a new one begins"));
    }

    private static int resumed(Left left, Chat chat, ChatFront front) {
        chat.spentBefore(left.spent());
        front.say("going on with what was said before:");
        front.say(new ChatStory(chat.turns()).told());
        if (left.unfinished() == null) return ExitCode.GOOD;
        front.say("the last turn was cut short, and goes on");
        return chat.goOn(left.unfinished());
    }

    private ChatFront front() {
        Optional<Console> console =
                output.json ? Optional.empty() : surroundings.console().get();
        if (console.isEmpty()) return new PipeFront(surroundings, options.keeping.words(surroundings), output.json);
        Path lines = history == null ? surroundings.home().resolve(".spindle/history") : history;
        console.get().remember(lines, new Words(ChatCommands.NAMES, new FileNames(tools.place())));
        return new TerminalFront(console.get(), Secrets.of(surroundings.environment()), rules());
    }

    /** What the person has allowed for longer than once; not in the folder, where tools write. */
    private ApprovalRules rules() {
        return ApprovalRules.in(surroundings.home().resolve(".spindle/rules"), tools.place());
    }

    private int talk(Chat chat, ChatFront front, int first) {
        ChatCommands commands = new ChatCommands(
                chat, front, name -> ModelChoice.named(name, options, surroundings), new Draft(surroundings));
        boolean atTerminal = front.givesUpUndecided();
        if (atTerminal) front.say("/help lists the commands, Ctrl-D leaves.");
        int exitCode = first;
        while (exitCode != ExitCode.WAITING) {
            String question = chat.queued();
            if (question == null) {
                String line = front.next();
                if (line == null || line.equals("/exit")) return atTerminal ? ExitCode.GOOD : exitCode;
                question = meant(line, commands, chat, front);
            } else {
                front.say("now: " + question);
            }
            if (question != null) exitCode = chat.ask(question);
        }
        return exitCode;
    }

    /** The question that a line is, or leads to; null if there is none. */
    private @Nullable String meant(String line, ChatCommands commands, Chat chat, ChatFront front) {
        if (line.startsWith("/")) return obeyed(commands, line, front);
        if (!line.startsWith("!") || !front.isPerson()) return line;
        OwnCommand own = new OwnCommand(Secrets.of(surroundings.environment()), front::say);
        Thread here = Thread.currentThread();
        front.onInterrupt(here::interrupt);
        try {
            chat.attach(own.run(line.substring(1).strip(), tools.place(), surroundings.environment()));
        } catch (UsageException wrong) {
            front.say(String.valueOf(wrong.getMessage()));
        } finally {
            front.onInterrupt(null);
            forgetInterrupt();
        }
        return null;
    }

    /** A Ctrl-C that came when the command had just ended is not meant for what comes next. */
    private static void forgetInterrupt() {
        Thread.interrupted();
    }

    private static @Nullable String obeyed(ChatCommands commands, String line, ChatFront front) {
        try {
            return commands.obey(line);
        } catch (UsageException wrong) {
            front.say(String.valueOf(wrong.getMessage()));
            return null;
        }
    }
}
