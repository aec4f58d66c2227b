package dev.spindle.tools.tests;

import dev.spindle.tools.process.ProcessTree;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;

/** A build run to its end: without a shell, without this process's secrets, in bounded time and memory, and with all that it starts. */
final class ChildProcess {
    /** What of the environment a build may see. Passwords and tokens live in variables of other names. */
    private static final Set<String> PASSED_ON = Set.of(
            "PATH",
            "HOME",
            "JAVA_HOME",
            "LANG",
            "LC_ALL",
            "TMPDIR",
            "TZ",
            "MAVEN_HOME",
            "M2_HOME",
            "MAVEN_OPTS",
            "MAVEN_ARGS",
            "MAVEN_USER_HOME",
            "SYSTEMROOT",
            "COMSPEC",
            "PATHEXT",
            "TEMP",
            "TMP",
            "USERPROFILE");

    private ChildProcess() {}

    /**
     * Who is told that a command still runs.
     *
     * @param each how often
     * @param told for how long it has
     */
    record Watch(Duration each, Consumer<Duration> told) {}

    /** How a command ended, and what its processes were doing when its time was up; empty if it was not, or nobody knows. */
    record Result(ProcessTree.Ended ended, String dump) {}

    /**
     * Runs a command and waits.
     *
     * @param alsoPassedOn names of variables, in capitals, that this command may see besides
     * @param output is given what the command prints while it runs
     * @param watch is told for how long the command has run
     * @throws IOException if the command cannot be started
     * @throws InterruptedException if the thread was interrupted; the command is dead by then
     */
    static Result run(
            List<String> command,
            Path folder,
            Set<String> alsoPassedOn,
            Duration timeout,
            BuildOutput output,
            Watch watch)
            throws IOException, InterruptedException {
        try (ProcessTree tree = ProcessTree.start(command, folder, withoutSecrets(alsoPassedOn))) {
            String dump = follow(tree, timeout, output, watch) ? "" : ThreadDumps.of(tree.descendants());
            ProcessTree.Ended ended = tree.await(Duration.ZERO, output);
            output.end();
            return new Result(ended, dump);
        }
    }

    private static boolean follow(ProcessTree tree, Duration timeout, BuildOutput output, Watch watch)
            throws InterruptedException {
        long start = System.nanoTime();
        for (Duration gone = Duration.ZERO; gone.compareTo(timeout) < 0; ) {
            Duration left = timeout.minus(gone);
            boolean isLast = left.compareTo(watch.each()) <= 0;
            if (tree.follow(isLast ? left : watch.each(), output)) return true;
            gone = Duration.ofNanos(System.nanoTime() - start);
            if (!isLast) watch.told().accept(gone);
        }
        return !tree.isAlive();
    }

    static Map<String, String> withoutSecrets(Set<String> alsoPassedOn) {
        Map<String, String> environment = new TreeMap<>(System.getenv());
        environment.keySet().removeIf(name -> {
            String capitals = name.toUpperCase(Locale.ROOT);
            return !PASSED_ON.contains(capitals) && !alsoPassedOn.contains(capitals);
        });
        return environment;
    }
}
