package dev.spindle.tools.tests;

import dev.spindle.context.AgentException;
import dev.spindle.tools.process.ProcessTree;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Git in one folder: without hooks, without programs that its settings name, with no one's editor, and in bounded time. */
final class Git {
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final int MAX_OUTPUT = 16 << 20;
    private static final int MAX_QUOTED = 2_000;
    private static final List<String> QUIETLY = List.of(
            "git",
            "-c",
            "core.hooksPath=/dev/null",
            "-c",
            "core.fsmonitor=false",
            "-c",
            // It would quote the first line of any file that the settings name.
            "blame.ignoreRevsFile=",
            "-c",
            "core.quotePath=false",
            "-c",
            "commit.gpgSign=false",
            "-c",
            "log.showSignature=false",
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
     * Git that runs no program at all that the settings of a repository name: no filter of files, and no hook. What a filter keeps elsewhere,
     * such as large files, is seen as the repository has it.
     *
     * @throws AgentException if there is no git, or the settings give a filter or a hook a name that cannot be overruled
     * @throws InterruptedException if the thread was interrupted
     */
    static Git withoutPrograms(Path folder) throws InterruptedException {
        Set<String> overruled = new LinkedHashSet<>();
        for (String name :
                new Git(folder).run("config", "--list", "--name-only", "-z").split("\0", -1)) overrule(name, overruled);
        List<String> settings = new ArrayList<>();
        for (String each : overruled) settings.addAll(List.of("-c", each));
        if (overruled.stream().anyMatch(each -> each.indexOf('=') != each.lastIndexOf('=')))
            throw new AgentException(
                    "the settings of git in " + folder + " have a filter or a hook with '=' in its name; rename it");
        return new Git(folder, settings);
    }

    private static void overrule(String name, Set<String> overruled) {
        int last = name.lastIndexOf('.');
        if (name.startsWith("filter.") && FILTERS.contains(name.substring(last + 1))) overruled.add(name + "=");
        if (name.startsWith("filter.")) overruled.add(name.substring(0, last) + ".required=false");
        // From 2.54 on, hooks stand in the settings, too, and core.hooksPath says nothing about them.
        if (name.startsWith("hook.") && last > "hook".length())
            overruled.add(name.substring(0, last) + ".enabled=false");
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
                throw new AgentException("git " + String.join(" ", arguments) + " failed in " + folder + ": "
                        + (printed.size() >= MAX_OUTPUT ? "it prints more than is read: " : "") + quoted(said));
            return said;
        } catch (IOException notStarted) {
            throw new AgentException("git cannot be started: " + notStarted.getMessage(), notStarted);
        }
    }

    private static String quoted(String said) {
        String words = said.strip();
        return words.length() <= MAX_QUOTED ? words : words.substring(0, MAX_QUOTED) + "…";
    }

    private static Map<String, String> environment() {
        Map<String, String> environment = new TreeMap<>(ChildProcess.withoutSecrets(Set.of()));
        environment.put("GIT_TERMINAL_PROMPT", "0");
        environment.put("GIT_EDITOR", "true");
        environment.put("GIT_OPTIONAL_LOCKS", "0");
        // A repository that was cloned in part must not fetch the rest by a program of its settings, which this
        // overrules.
        environment.put("GIT_ALLOW_PROTOCOL", "none");
        environment.put("GIT_NO_LAZY_FETCH", "1");
        environment.put("LC_ALL", "C.UTF-8");
        return environment;
    }
}
