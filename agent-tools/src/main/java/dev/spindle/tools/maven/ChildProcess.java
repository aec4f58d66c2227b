package dev.spindle.tools.maven;

import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * A command run to its end: without a shell, without this process's secrets, in bounded time and memory.
 *
 * <p>When its time is up, or the waiting thread is interrupted, the command is killed with all its descendants. A descendant that left the
 * tree on purpose before that (a daemon) is not found.
 */
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

    private static final int MAX_KILL_ROUNDS = 5;
    private static final long KILL_WAIT_SECONDS = 5;

    private ChildProcess() {}

    /**
     * How a command ended.
     *
     * @param exitCode what it returned; meaningless if its time was up
     * @param timedOut whether it was killed because its time was up
     */
    record Ended(int exitCode, boolean timedOut) {}

    /**
     * Runs a command and waits.
     *
     * @param output is given what the command prints, on another thread, while it runs
     * @throws IOException if the command cannot be started
     * @throws InterruptedException if the thread was interrupted; the command is dead by then
     */
    static Ended run(List<String> command, Path folder, Duration timeout, BuildOutput output)
            throws IOException, InterruptedException {
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectInput(ProcessBuilder.Redirect.from(nothing()));
        keepSecrets(builder.environment());
        Process process = builder.start();
        Thread reader = new Thread(() -> output.drain(process.getInputStream()), "spindle-build-output");
        reader.setDaemon(true);
        reader.start();
        boolean ended = false;
        try {
            ended = process.waitFor(timeout.toMillis(), TimeUnit.MILLISECONDS);
        } finally {
            if (!ended) killTree(process.toHandle());
        }
        // A descendant that lives on may hold the pipe open for ever; what was read by then is enough.
        reader.join(TimeUnit.SECONDS.toMillis(KILL_WAIT_SECONDS));
        return new Ended(ended ? process.exitValue() : -1, !ended);
    }

    private static File nothing() {
        boolean windows = System.getProperty("os.name").toLowerCase(Locale.ROOT).startsWith("windows");
        return new File(windows ? "NUL" : "/dev/null");
    }

    private static void keepSecrets(Map<String, String> environment) {
        environment.keySet().removeIf(name -> !PASSED_ON.contains(name.toUpperCase(Locale.ROOT)));
    }

    /** Looks before it kills, since the children of the dead are found no more; and again, for those started meanwhile. */
    private static void killTree(ProcessHandle root) {
        Set<ProcessHandle> tree = new HashSet<>(Set.of(root));
        for (int round = 0; round < MAX_KILL_ROUNDS; round++) {
            Set<ProcessHandle> grown = new HashSet<>(tree);
            tree.forEach(each -> each.descendants().forEach(grown::add));
            grown.forEach(ProcessHandle::destroyForcibly);
            if (grown.size() == tree.size() && round > 0) return;
            tree = grown;
        }
    }
}
