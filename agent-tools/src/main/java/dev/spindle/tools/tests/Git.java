package dev.spindle.tools.tests;

import dev.spindle.context.AgentException;
import dev.spindle.tools.process.ProcessTree;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Git in one folder: without hooks, without programs that its settings name, with no one's editor, and in bounded time. */
final class Git {
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final int MAX_OUTPUT = 16 << 20;
    private static final List<String> QUIETLY = List.of(
            "git",
            "-c",
            "core.hooksPath=/dev/null",
            "-c",
            "core.fsmonitor=false",
            "-c",
            "core.quotePath=false",
            "-c",
            "commit.gpgSign=false",
            "-c",
            "log.showSignature=false",
            "-c",
            // A repository that was cloned in part must not fetch the rest by a program of its settings.
            "protocol.allow=never",
            "-c",
            "user.name=spindle test --fix",
            "-c",
            "user.email=spindle@localhost",
            "-c",
            "gc.auto=0");

    private static final Set<String> FILTERS = Set.of("clean", "smudge", "process");

    private final Path folder;
    private final List<String> settings;

    Git(Path folder) {
        this(folder, List.of());
    }

    private Git(Path folder, List<String> settings) {
        this.folder = folder;
        this.settings = List.copyOf(settings);
    }

    /**
     * Git that runs no filters of files either, which are programs that a repository's settings name: for one that is only looked at.
     *
     * @throws AgentException if there is no git, or a filter has a name that cannot be overruled
     * @throws InterruptedException if the thread was interrupted
     */
    static Git reading(Path folder) throws InterruptedException {
        List<String> overruled = new ArrayList<>();
        for (String name :
                new Git(folder).run("config", "--list", "--name-only", "-z").split("\0", -1)) {
            if (!name.startsWith("filter.")) continue;
            if (name.contains("="))
                throw new AgentException("the settings of git in " + folder + " have a filter with '=' in its name");
            String last = name.substring(name.lastIndexOf('.') + 1);
            if (FILTERS.contains(last)) overruled.addAll(List.of("-c", name + "="));
            if (last.equals("required")) overruled.addAll(List.of("-c", name + "=false"));
        }
        return new Git(folder, overruled);
    }

    /**
     * What a command of it prints.
     *
     * @throws AgentException if it fails, with its words
     * @throws InterruptedException if the thread was interrupted
     */
    String run(String... arguments) throws InterruptedException {
        List<String> command = new ArrayList<>(QUIETLY);
        command.addAll(settings);
        command.addAll(List.of(arguments));
        ByteArrayOutputStream printed = new ByteArrayOutputStream();
        try (ProcessTree tree = ProcessTree.start(command, folder, environment())) {
            ProcessTree.Ended ended = tree.await(PATIENCE, (bytes, count) -> {
                if (printed.size() < MAX_OUTPUT) printed.write(bytes, 0, count);
            });
            String said = printed.toString(StandardCharsets.UTF_8);
            if (ended.timedOut() || ended.exitCode() != 0 || printed.size() >= MAX_OUTPUT)
                throw new AgentException(
                        "git " + String.join(" ", arguments) + " failed in " + folder + ": " + said.strip());
            return said;
        } catch (IOException notStarted) {
            throw new AgentException("git cannot be started: " + notStarted.getMessage(), notStarted);
        }
    }

    private static Map<String, String> environment() {
        Map<String, String> environment = new TreeMap<>(ChildProcess.withoutSecrets(Set.of()));
        environment.put("GIT_TERMINAL_PROMPT", "0");
        environment.put("GIT_EDITOR", "true");
        environment.put("GIT_OPTIONAL_LOCKS", "0");
        environment.put("LC_ALL", "C.UTF-8");
        return environment;
    }
}
