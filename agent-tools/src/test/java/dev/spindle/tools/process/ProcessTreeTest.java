package dev.spindle.tools.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Shell scripts that try to leave something behind. */
class ProcessTreeTest {
    private static final Map<String, String> ENVIRONMENT = Map.of("PATH", "/usr/bin:/bin");
    private static final String TOKEN = "61.3187";
    private static final List<String> SCRIPTS = List.of(
            "sleep TOKEN & nohup sleep TOKEN &",
            "setsid nohup sleep TOKEN >/dev/null 2>&1 & sleep 0.2",
            "(setsid sh -c 'setsid sleep TOKEN & sleep TOKEN' &) & sleep 0.2",
            "(trap '' TERM HUP INT QUIT; sleep TOKEN) & sleep 0.2",
            "env -u SPINDLE_PROCESS_TREE sleep TOKEN & sleep 0.2",
            "i=0; while [ $i -lt 300 ]; do (setsid sleep TOKEN &); i=$((i+1)); done");
    private static final List<String> LEAVES_EVERYTHING = List.of(
            "env -i setsid sh -c 'sleep TOKEN' & sleep 0.2",
            "(env -i setsid setsid -f sleep TOKEN </dev/null >/dev/null 2>&1 &) ; sleep 0.2",
            "perl -e 'use POSIX; exit if fork; POSIX::setsid(); exit if fork; %ENV=(); exec {\"env\"} \"env\",\"-i\",\"sleep\",\"TOKEN\"'");

    @TempDir
    Path folder;

    private final StringBuilder printed = new StringBuilder();

    static Stream<Arguments> waysAndScripts() {
        List<String> all =
                Stream.concat(SCRIPTS.stream(), LEAVES_EVERYTHING.stream()).toList();
        return Stream.concat(pairs(Containment.best(), all), pairs(Containment.session(), SCRIPTS));
    }

    private static Stream<Arguments> pairs(Containment way, List<String> scripts) {
        return scripts.stream()
                .filter(script -> way.airtight() || SCRIPTS.contains(script))
                .map(script -> Arguments.of(way, script));
    }

    @ParameterizedTest
    @MethodSource("waysAndScripts")
    void treeEndsWithItsCommand(Containment way, String script) throws Exception {
        ProcessTree.Ended ended = run(way, script + "\necho done", Duration.ofSeconds(30));

        assertThat(ended).isEqualTo(new ProcessTree.Ended(0, false));
        assertThat(printed.toString()).endsWith("done\n");
        assertNoneIsLeft();
    }

    @ParameterizedTest
    @MethodSource("waysAndScripts")
    void treeEndsWithItsTime(Containment way, String script) throws Exception {
        ProcessTree.Ended ended = run(way, script + "\nsleep TOKEN", Duration.ofSeconds(1));

        assertThat(ended.timedOut()).isTrue();
        assertNoneIsLeft();
    }

    /** It leaves its parents, its session and its environment, and keeps the output open for as long as it lives. */
    @ParameterizedTest
    @ValueSource(strings = {"sleep 1", "sleep 60"})
    void whoSurvivesKeepsNobodyWaitingForItsOutput(String last) throws Exception {
        String survives =
                "env -i setsid setsid -f sh -c 'echo $$ > pid; exec sleep 60'; until [ -s pid ]; do :; done; ";
        boolean endsByItself = last.equals("sleep 1");

        ProcessTree.Ended ended =
                run(Containment.session(), survives + last, Duration.ofSeconds(endsByItself ? 30 : 4));

        ProcessHandle survivor = ProcessHandle.of(
                        Long.parseLong(Files.readString(folder.resolve("pid")).strip()))
                .orElseThrow();
        assertThat(survivor.isAlive()).isTrue();
        assertThat(ended.timedOut()).isEqualTo(!endsByItself);
        survivor.destroyForcibly();
    }

    @Test
    void treeEndsWhenItIsClosed() throws Exception {
        ProcessTree tree = ProcessTree.start(shell("(setsid sleep TOKEN &); sleep TOKEN"), folder, ENVIRONMENT);

        tree.close();

        assertThat(tree.isAlive()).isFalse();
        assertNoneIsLeft();
    }

    @Test
    void manyMegabytesArriveWhole() throws Exception {
        run(Containment.best(), "head -c 20000000 /dev/zero | tr '\\0' x; exit 7", Duration.ofSeconds(60));

        assertThat(printed).hasSize(20_000_000);
    }

    @Test
    void whatWasPrintedBeforeItIsStoppedIsHeard() throws Exception {
        Path printedAll = folder.resolve("all");
        try (ProcessTree tree = ProcessTree.start(
                shell("echo one; sleep 0.1; echo two; touch all; sleep TOKEN"), folder, ENVIRONMENT)) {
            assertThatThrownBy(() -> tree.await(Duration.ofMinutes(1), (bytes, count) -> {
                        boolean first = printed.length() == 0;
                        printed.append(new String(bytes, 0, count, StandardCharsets.UTF_8));
                        while (!Files.exists(printedAll)) Thread.onSpinWait();
                        if (first) Thread.currentThread().interrupt();
                    }))
                    .isInstanceOf(InterruptedException.class);
        }

        assertThat(printed.toString()).isEqualTo("one\ntwo\n");
        assertNoneIsLeft();
    }

    @ParameterizedTest
    @ValueSource(strings = {"exit 0", "exit 3", "kill -9 $$"})
    void exitCodeIsThatOfTheCommand(String script) throws Exception {
        int plain = new ProcessBuilder(shell(script)).start().waitFor();

        assertThat(run(Containment.session(), script, Duration.ofSeconds(30)).exitCode())
                .isEqualTo(plain);
    }

    @ParameterizedTest
    @ValueSource(strings = {"no-such-program", "./no-such-program", "/no/such/program", ""})
    void programThatIsNotThereIsNamed(String program) {
        assertThatThrownBy(() -> ProcessTree.start(List.of(program), folder, ENVIRONMENT))
                .isInstanceOf(IOException.class)
                .hasMessage("There is no program '" + program + "' that can be run");
    }

    private ProcessTree.Ended run(Containment way, String script, Duration time) throws Exception {
        try (ProcessTree tree = ProcessTree.start(shell(script), folder, ENVIRONMENT, way)) {
            return tree.await(
                    time, (bytes, count) -> printed.append(new String(bytes, 0, count, StandardCharsets.UTF_8)));
        }
    }

    private static List<String> shell(String script) {
        return List.of("/bin/sh", "-c", script.replace("TOKEN", TOKEN));
    }

    private static void assertNoneIsLeft() {
        assertTimeoutPreemptively(Duration.ofSeconds(20), () -> {
            while (ProcessHandle.allProcesses()
                    .anyMatch(each -> each.info().commandLine().orElse("").contains(TOKEN))) Thread.onSpinWait();
        });
    }
}
