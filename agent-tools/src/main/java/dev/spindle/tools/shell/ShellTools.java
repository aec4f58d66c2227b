package dev.spindle.tools.shell;

import dev.spindle.context.AgentException;
import dev.spindle.tool.Param;
import dev.spindle.tool.Tool;
import dev.spindle.tool.Tool.Effect;
import dev.spindle.tool.ToolResult;
import dev.spindle.tools.process.ProcessTree;
import dev.spindle.tools.text.QuotedText;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Tools that run commands below one folder: at once, or in the background.
 *
 * <p>Which commands run at all, and which without asking, is said by a {@link ShellPolicy}. {@code run_command} and {@code start_command}
 * wait for a person's approval each time; {@code run_allowed_command} does not, and runs nothing that the policy does not allow.
 *
 * <p>Commands see none of this process's secrets, work below the folder, and end with all that they start. Where the machine has bubblewrap they
 * run in a sandbox; every result names the {@linkplain SandboxLevel level}. Thread-safe. Closing it ends what still runs.
 */
public final class ShellTools implements AutoCloseable {
    private static final String COMMAND =
            "The command line, for a POSIX shell, such as 'ls -l src | head'. Leave it out if you give arguments";
    private static final String ARGUMENTS =
            "The program and its arguments, which no shell reads, such as [\"grep\",\"-n\",\"a b\",\"x.txt\"]; instead of command";
    private static final String FOLDER =
            "The folder to work in, relative to the top folder; the top folder if left out";
    private static final String SECONDS = "The most seconds it may take";

    private static final String SHELL = Files.isExecutable(Path.of("/bin/bash")) ? "/bin/bash" : "/bin/sh";
    private static final int KEPT_BYTES = 16_000;
    private static final int MAX_SHOWN = 200;
    private static final int MAX_RUNNING = 8;
    private static final Duration LONGEST_RUN = Duration.ofHours(1);

    private final ShellPolicy policy;
    private final CommandStarter starter;
    private final Map<String, RunningCommand> running = new LinkedHashMap<>();
    private int started;

    /**
     * Tools for the folder at a path.
     *
     * @throws AgentException if there is no folder
     */
    public ShellTools(Path root, ShellPolicy policy) {
        this(root, policy, SandboxLevel.best());
    }

    /** Tools at a level of isolation that this machine has. */
    ShellTools(Path root, ShellPolicy policy, SandboxLevel level) {
        if (!Files.isDirectory(root)) {
            throw new AgentException("There is no folder at " + root.toAbsolutePath() + "; name an existing one");
        }
        try {
            this.policy = policy;
            this.starter = new CommandStarter(root.toRealPath(), policy, level);
        } catch (IOException closed) {
            throw new AgentException("The folder " + root + " cannot be opened; check its permissions", closed);
        }
    }

    /** How commands are isolated, in words; for {@code --version} and the like. */
    public String isolation() {
        return starter.isolation();
    }

    /** Runs a command after a person's approval, and waits for its end. */
    @Tool(
            name = "run_command",
            value = "Runs a command, after a person's approval, and returns what it prints and its exit code.",
            effect = Effect.WRITE,
            approval = true,
            timeout = "none",
            sequential = true,
            untrusted = true)
    public ToolResult runCommand(
            @Param(COMMAND) @Nullable String command,
            @Param(ARGUMENTS) @Nullable List<String> arguments,
            @Param(FOLDER) @Nullable String folder,
            @Param(value = SECONDS, name = "timeout_seconds") @Nullable Integer timeoutSeconds)
            throws InterruptedException {
        return run(new Asked(command, arguments, folder), timeoutSeconds, false);
    }

    /** Runs a command that the policy allows without asking, and waits for its end. */
    @Tool(
            name = "run_allowed_command",
            value =
                    "Runs a command that needs no approval, if it is one; else it says so. Each command of the line must be allowed.",
            effect = Effect.IDEMPOTENT,
            timeout = "none",
            sequential = true,
            untrusted = true)
    public ToolResult runAllowedCommand(
            @Param(COMMAND) @Nullable String command,
            @Param(ARGUMENTS) @Nullable List<String> arguments,
            @Param(FOLDER) @Nullable String folder,
            @Param(value = SECONDS, name = "timeout_seconds") @Nullable Integer timeoutSeconds)
            throws InterruptedException {
        return run(new Asked(command, arguments, folder), timeoutSeconds, true);
    }

    /** Starts a command that runs on in the background, after a person's approval. */
    @Tool(
            name = "start_command",
            value =
                    "Starts a command that runs on, such as a server, after a person's approval. Look at it with poll_command.",
            effect = Effect.WRITE,
            approval = true,
            sequential = true)
    public synchronized ToolResult startCommand(
            @Param(COMMAND) @Nullable String command,
            @Param(ARGUMENTS) @Nullable List<String> arguments,
            @Param(FOLDER) @Nullable String folder) {
        Asked asked = new Asked(command, arguments, folder);
        String refusal = refusal(asked, false);
        if (refusal != null) return ToolResult.failed(refusal);
        running.values().removeIf(RunningCommand::isOver);
        if (running.size() == MAX_RUNNING) {
            return ToolResult.failed(MAX_RUNNING + " commands are running already. Stop one with stop_command first.");
        }
        try {
            String id = "c" + ++started;
            running.put(id, new RunningCommand(starter.start(asked.line(), folder), asked.shown(), LONGEST_RUN));
            return ToolResult.text("Started as '" + id + "' (" + isolation() + ").");
        } catch (IOException notStarted) {
            return failed(notStarted);
        }
    }

    /** Tells how a command in the background stands, and what it printed since the last time. */
    @Tool(
            name = "poll_command",
            value = "Tells whether a command that was started still runs, and what it printed since the last time.",
            effect = Effect.READ,
            untrusted = true)
    public ToolResult pollCommand(
            @Param("What start_command called it, such as 'c1'") String id,
            @Param(value = "How many seconds to wait for its end, 0 to 30; none if left out", name = "wait_seconds")
                    @Nullable
                    Integer waitSeconds)
            throws InterruptedException {
        int wait = Math.max(0, Math.min(30, Objects.requireNonNullElse(waitSeconds, 0)));
        return report(id, command -> {
            if (wait > 0) command.await(Duration.ofSeconds(wait));
        });
    }

    /** Stops a command in the background with all that it started. */
    @Tool(
            name = "stop_command",
            value = "Stops a command that was started, and tells what it printed last.",
            effect = Effect.IDEMPOTENT,
            untrusted = true)
    public ToolResult stopCommand(@Param("What start_command called it, such as 'c1'") String id)
            throws InterruptedException {
        return report(id, command -> {
            command.close();
            command.await(Duration.ofSeconds(5));
        });
    }

    /** Ends all commands in the background. */
    @Override
    public synchronized void close() {
        running.values().forEach(RunningCommand::close);
        running.clear();
    }

    /** What is done with a command in the background before it is reported on. */
    private interface Act {
        void on(RunningCommand command) throws InterruptedException;
    }

    private ToolResult report(String id, Act first) throws InterruptedException {
        RunningCommand command;
        synchronized (this) {
            command = running.get(id);
            if (command == null) {
                return ToolResult.failed("There is no command '" + QuotedText.line(id, MAX_SHOWN) + "'. Known: "
                        + running.keySet() + ".");
            }
        }
        first.on(command);
        return ToolResult.text(command.report(isolation()));
    }

    private ToolResult run(Asked asked, @Nullable Integer seconds, boolean onlyAllowed) throws InterruptedException {
        String refusal = refusal(asked, onlyAllowed);
        if (refusal != null) return ToolResult.failed(refusal);
        Duration longest = policy.timeout();
        int wanted = Objects.requireNonNullElse(seconds, 0);
        Duration time = wanted > 0 && wanted < longest.toSeconds() ? Duration.ofSeconds(wanted) : longest;
        HeadAndTail output = new HeadAndTail(KEPT_BYTES);
        try (ProcessTree tree = starter.start(asked.line(), asked.folder)) {
            ProcessTree.Ended ended = tree.await(time, output);
            String end = ended.timedOut()
                    ? "Killed with all that it started, after " + time.toSeconds() + " s"
                    : "Exit code " + ended.exitCode();
            return ToolResult.text(end + " (" + isolation() + ").\n" + quoted(output.take()));
        } catch (IOException notStarted) {
            return failed(notStarted);
        }
    }

    private @Nullable String refusal(Asked asked, boolean onlyAllowed) {
        if ((asked.command == null) == (asked.arguments == null)) {
            return "Give either command or arguments, not both or neither.";
        }
        if (starter.obstacle() != null) return starter.obstacle();
        boolean elsewhere = asked.folder != null && !asked.folder.isEmpty();
        ShellVerdict verdict = asked.command != null
                ? policy.judge(asked.command, elsewhere)
                : policy.judge(Objects.requireNonNull(asked.arguments), elsewhere);
        return switch (verdict.kind()) {
            case ALLOWED -> null;
            case DENIED -> verdict.why();
            case ASK -> onlyAllowed ? verdict.why() + " Use run_command." : null;
        };
    }

    private ToolResult failed(IOException notStarted) {
        boolean ours = notStarted instanceof CommandStarter.NoSuchFolderException;
        return ToolResult.failed(
                ours
                        ? String.valueOf(notStarted.getMessage())
                        : "The command could not be started (" + isolation() + "). Is there such a program?");
    }

    /** Lines of a command behind a margin, so that they cannot pass for this tool's words. */
    static String quoted(String printed) {
        return QuotedText.block(printed, 2 * KEPT_BYTES + MAX_SHOWN + printed.length());
    }

    private record Asked(
            @Nullable String command,
            @Nullable List<String> arguments,
            @Nullable String folder) {
        List<String> line() {
            return command != null ? List.of(SHELL, "-c", command) : Objects.requireNonNull(arguments);
        }

        String shown() {
            return QuotedText.line(
                    String.join(" ", command != null ? List.of(command) : Objects.requireNonNull(arguments)),
                    MAX_SHOWN);
        }
    }
}
