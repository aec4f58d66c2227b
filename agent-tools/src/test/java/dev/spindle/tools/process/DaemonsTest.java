package dev.spindle.tools.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Every way to become a daemon that a shell knows, all at once: however a command ends, none of them lives on. */
@Timeout(120)
class DaemonsTest {
    private static final Map<String, String> ENVIRONMENT = Map.of("PATH", "/usr/bin:/bin");

    /** The n-th daemon sleeps so long, which tells it from all other processes. */
    private static final String TOKEN = "83.41";

    private static final List<String> WAYS = List.of(
            "DAEMON &", // holds the output open
            "nohup DAEMON >/dev/null 2>&1 &",
            "setsid DAEMON &",
            "setsid -f DAEMON >/dev/null 2>&1",
            "( ( DAEMON & ) & )",
            "(sh -c \"sh -c 'DAEMON &' &\" &)",
            "(setsid sh -c \"setsid sh -c 'DAEMON &' &\" &)",
            "(exec 0<&- 1>&- 2>&-; DAEMON) &",
            "(exec 3>&1 4>&1 5>&2 1>&- 2>&-; DAEMON) &",
            "(trap '' TERM HUP INT QUIT TSTP PIPE USR1; DAEMON) &",
            "(cd /; umask 0; setsid nohup DAEMON </dev/null >/dev/null 2>&1 &)",
            "bash -c 'DAEMON & disown -a'",
            "bash -c 'set -m; DAEMON & DAEMON & disown -ah'", // in process groups of their own
            "bash -c '(exec -a innocent DAEMON) &'",
            "(env -i DAEMON) &",
            "env -u SPINDLE_PROCESS_TREE DAEMON &",
            "(DAEMON & while [ ! -e BEGUN ]; do sleep 0.02; done; kill -STOP $!)",
            "(trap '' TERM; while :; do DAEMON; done) &", // another one for each that is killed
            "nice -n 19 setsid timeout --foreground 300 DAEMON &");

    /** Leave their parents, their session and their environment: only a namespace holds them. */
    private static final List<String> WAYS_OUT_OF_ALL = List.of(
            "env -i setsid setsid -f DAEMON </dev/null >/dev/null 2>&1",
            "(env -i setsid bash -c 'DAEMON & disown -a' &)",
            "(setsid env -u SPINDLE_PROCESS_TREE nohup DAEMON </dev/null >/dev/null 2>&1 &)");

    private enum End {
        COMMAND("exit 0"),
        TIME("sleep 83.4100"),
        INTERRUPT("sleep 83.4100"),
        CLOSE("sleep 83.4100");

        private final String last;

        End(String last) {
            this.last = last;
        }
    }

    @TempDir
    Path folder;

    /** Becomes a process that is found by its number, and says that it has begun. */
    @BeforeEach
    void daemon() throws Exception {
        Path daemon = folder.resolve("daemon");
        Files.writeString(daemon, "#!/bin/sh\n: > " + folder + "/begun$1\nexec sleep " + TOKEN + "$1\n");
        assertThat(daemon.toFile().setExecutable(true)).isTrue();
    }

    static Stream<Arguments> waysToEnd() {
        return Stream.of(Containment.best(), Containment.session())
                .flatMap(held -> Stream.of(End.values()).map(end -> Arguments.of(held, end)));
    }

    private static List<String> ways(Containment held) {
        return held.airtight()
                ? Stream.concat(WAYS.stream(), WAYS_OUT_OF_ALL.stream()).toList()
                : WAYS;
    }

    /** Each way, then waits until all have begun. */
    private List<String> script(Containment held, End end) {
        List<String> ways = ways(held);
        StringBuilder script = new StringBuilder();
        for (int way = 0; way < ways.size(); way++)
            script.append(ways.get(way)
                            .replace("DAEMON", folder + "/daemon " + (100 + way))
                            .replace("BEGUN", "begun" + (100 + way)))
                    .append('\n');
        script.append("while [ $(ls begun* 2>/dev/null | wc -l) -lt ")
                .append(ways.size())
                .append(" ]; do sleep 0.02; done\n: > all\n")
                .append(end.last);
        return List.of("/bin/sh", "-c", script.toString());
    }

    @ParameterizedTest
    @MethodSource("waysToEnd")
    void noneLivesOn(Containment held, End end) throws Exception {
        Set<Thread> before = threads();

        boolean timedOut = ended(held, end);

        assertThat(timedOut).isEqualTo(end == End.TIME);
        assertThat(folder.resolve("all")).exists();
        assertNoneIsLeft();
        assertNoThreadIsLeft(before);
    }

    /** Ends the script in a way; whether its time was up. */
    private boolean ended(Containment held, End end) throws Exception {
        try (ProcessTree tree = ProcessTree.start(script(held, end), folder, ENVIRONMENT, held)) {
            return switch (end) {
                case COMMAND ->
                    tree.await(Duration.ofSeconds(60), (bytes, count) -> {}).timedOut();
                case TIME -> {
                    awaitAll();
                    yield tree.await(Duration.ofMillis(100), (bytes, count) -> {})
                            .timedOut();
                }
                case INTERRUPT -> {
                    CompletableFuture<Boolean> heard = new CompletableFuture<>();
                    Thread waiting = new Thread(() -> heard.complete(isInterrupted(tree)));
                    waiting.start();
                    awaitAll();
                    waiting.interrupt();
                    assertThat(heard.get(30, TimeUnit.SECONDS)).isTrue();
                    waiting.join();
                    yield false;
                }
                case CLOSE -> {
                    awaitAll();
                    yield false;
                }
            };
        }
    }

    private static boolean isInterrupted(ProcessTree tree) {
        try {
            tree.await(Duration.ofSeconds(60), (bytes, count) -> {});
            return false;
        } catch (InterruptedException stopped) {
            return true;
        }
    }

    @Test
    void aNamespaceIsTakenWhereTheMachineAllowsIt() {
        boolean allowed = Containment.namespaces().stream().anyMatch(each -> new CommandPrefix(each.prefix()).works());

        assertThat(Containment.best().airtight()).isEqualTo(allowed);
    }

    @Test
    void noThreadIsLeftOfManyCommands() throws Exception {
        Set<Thread> before = threads();

        for (int command = 0; command < 10; command++) {
            List<String> line = List.of("/bin/sh", "-c", "setsid sleep " + TOKEN + " & echo done");
            try (ProcessTree tree = ProcessTree.start(line, folder, ENVIRONMENT)) {
                tree.await(Duration.ofSeconds(60), (bytes, count) -> {});
            }
        }

        assertNoneIsLeft();
        assertNoThreadIsLeft(before);
    }

    private void awaitAll() {
        assertTimeoutPreemptively(Duration.ofSeconds(60), () -> {
            while (!Files.exists(folder.resolve("all"))) Thread.onSpinWait();
        });
    }

    private static Set<Thread> threads() {
        return new HashSet<>(Thread.getAllStackTraces().keySet());
    }

    private static void assertNoneIsLeft() {
        assertTimeoutPreemptively(Duration.ofSeconds(20), () -> {
            while (ProcessHandle.allProcesses()
                    .anyMatch(each -> each.info().commandLine().orElse("").contains(TOKEN))) Thread.onSpinWait();
        });
    }

    /** But for the JDK's own, which wait for the end of a process and are kept for a minute, when no process is left. */
    private static void assertNoThreadIsLeft(Set<Thread> before) {
        assertTimeoutPreemptively(Duration.ofSeconds(20), () -> {
            while (Thread.getAllStackTraces().entrySet().stream()
                    .filter(each -> !before.contains(each.getKey()))
                    .anyMatch(each -> isAtWork(each.getKey(), each.getValue()))) Thread.onSpinWait();
        });
    }

    private static boolean isAtWork(Thread thread, StackTraceElement[] stack) {
        if (thread == Thread.currentThread()) return false;
        return !thread.getName().startsWith("process reaper")
                || Stream.of(stack).anyMatch(frame -> frame.getMethodName().startsWith("waitForProcessExit"));
    }
}
