package dev.spindle.tools.shell;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import dev.spindle.message.ToolMessage.Outcome;
import dev.spindle.tool.ToolResult;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Runs real commands, at each level of isolation that this machine has. */
class ShellToolsTest {
    private static final String TOKEN = "53.8817";

    @TempDir
    Path machine;

    private Path root;
    private ShellTools tools;

    @BeforeEach
    void aProjectBesideASecret() throws IOException {
        root = Files.createDirectories(machine.resolve("project"));
        Files.createDirectories(root.resolve("src"));
        Files.createDirectories(root.resolve(".git/hooks"));
        Files.writeString(root.resolve("a.txt"), "one\ntwo\n");
        Files.writeString(machine.resolve("secret.txt"), "the secret");
        tools = new ShellTools(
                root, ShellPolicy.builder().allow("cat", "ls").deny("rm").build());
    }

    @AfterEach
    void nothingRunsOn() {
        tools.close();
    }

    @BeforeAll
    static void sayWhatThisMachineHas() {
        System.out.println("shell: commands run at the levels " + levels().toList()
                + (SandboxLevel.hasLimits() ? "" : ", without limits"));
    }

    /** These commands where there is the level that they need; what is left out is told by {@link #sayWhatThisMachineHas}. */
    private static Stream<String> only(SandboxLevel level, String... commands) {
        return SandboxLevel.best() == level ? Stream.of(commands) : Stream.empty();
    }

    static Stream<SandboxLevel> levels() {
        return Stream.of(SandboxLevel.values()).filter(level -> level.compareTo(SandboxLevel.best()) >= 0);
    }

    @ParameterizedTest
    @MethodSource("levels")
    void everyLevelRunsCommandsAndIsNamed(SandboxLevel level) throws Exception {
        ToolResult ran = openTools(level).runCommand("cat a.txt | sort -r; exit 3", null, null, null);

        assertThat(ran.text()).startsWith("Exit code 3 (" + level.words()).endsWith("\n| two\n| one\n");
    }

    @ParameterizedTest
    @MethodSource("levels")
    void treeOfThreeHundredChildrenEndsWithItsTime(SandboxLevel level) throws Exception {
        String script = "i=0; while [ $i -lt 300 ]; do (setsid nohup sleep " + TOKEN + " &) ; i=$((i+1)); done; "
                + "trap '' TERM; sleep " + TOKEN;

        ToolResult ran = openTools(level).runCommand(null, List.of("sh", "-c", script), null, 4);

        assertThat(ran.text()).startsWith("Killed with all that it started, after 4 s");
        assertTimeoutPreemptively(Duration.ofSeconds(20), () -> {
            while (ProcessHandle.allProcesses().anyMatch(ShellToolsTest::isOurs)) Thread.onSpinWait();
        });
    }

    @ParameterizedTest
    @MethodSource("levels")
    void folderThatLooksLikeABareRepositoryIsNone(SandboxLevel level) throws Exception {
        ShellTools shell = openTools(level);
        for (String each : List.of("objects", "refs")) Files.createDirectories(root.resolve("bare/" + each));
        Files.writeString(root.resolve("bare/HEAD"), "ref: refs/heads/main\n");
        Files.writeString(
                root.resolve("bare/config"),
                "[core]\nrepositoryformatversion = 0\nbare = false\nworktree = .\nfsmonitor = \"touch " + root
                        + "/ran; false\"\n");

        shell.runCommand("cd bare && git status; git -C bare status", null, null, null);
        ToolResult ran = shell.runCommand(null, List.of("git", "status"), "bare", null);

        assertThat(ran.text()).contains("safe.bareRepository");
        assertThat(root.resolve("ran")).doesNotExist();
    }

    static Stream<String> attacks() {
        return only(
                SandboxLevel.BUBBLEWRAP,
                "cat ../secret.txt",
                "echo x > .git/config",
                "mkdir .git/x",
                "ln -s x .git/hooks/pre-commit",
                "mv .git moved",
                "echo x > /etc/spindle-test",
                "touch /usr/bin/spindle-test",
                "ls ~/.ssh/id_rsa",
                "cat /proc/*/environ | tr '\\0' '\\n' | grep SPINDLE_SAMPLE_API_KEY",
                "mount -t tmpfs x /mnt",
                "kill -0 1 && kill -9 $PPID && test -e /proc/$PPID/cwd/secret",
                "dd if=/dev/sda count=1",
                "exec 3<>/dev/tcp/127.0.0.1/22",
                "mknod d b 8 0");
    }

    @ParameterizedTest(allowZeroInvocations = true)
    @MethodSource("attacks")
    void sandboxKeepsACommandIn(String attack) throws Exception {
        ToolResult ran = openTools(SandboxLevel.BUBBLEWRAP).runCommand(attack, null, null, 20);

        assertThat(ran.text()).doesNotStartWith("Exit code 0").doesNotContain("the secret");
        assertThat(root.resolve(".git/hooks")).isEmptyDirectory();
        assertThat(Path.of("/etc/spindle-test")).doesNotExist();
    }

    static Stream<String> writes() {
        return only(
                SandboxLevel.BUBBLEWRAP, "echo x > ../out.txt; echo x > /tmp/spindle-test; echo x > ~/spindle-test");
    }

    @ParameterizedTest(allowZeroInvocations = true)
    @MethodSource("writes")
    void whatIsWrittenToTemporaryFoldersIsGoneWithTheSandbox(String write) throws Exception {
        tools.runCommand(write, null, null, 20);

        assertThat(machine.resolve("out.txt")).doesNotExist();
        assertThat(Path.of("/tmp/spindle-test")).doesNotExist();
        assertThat(Path.of(System.getProperty("user.home"), "spindle-test")).doesNotExist();
    }

    static Stream<String> connections() {
        return only(SandboxLevel.BUBBLEWRAP, "exec 3<>/dev/tcp/127.0.0.1/");
    }

    @ParameterizedTest(allowZeroInvocations = true)
    @MethodSource("connections")
    void networkIsCutUnlessItIsAllowed(String address) throws Exception {
        try (ServerSocket server = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
            String connect = address + server.getLocalPort();
            List<String> line = List.of("bash", "-c", connect);
            ShellTools connected =
                    new ShellTools(root, ShellPolicy.builder().withNetwork().build());

            assertThat(tools.runCommand(null, line, null, 20).text()).startsWith("Exit code 1 ");
            assertThat(connected.runCommand(null, line, null, 20).text()).startsWith("Exit code 0 ");
        }
    }

    @ParameterizedTest
    @MethodSource("levels")
    void environmentHoldsNoSecrets(SandboxLevel level) throws Exception {
        ToolResult ran = openTools(level).runCommand("env", null, null, null);

        assertThat(ran.text())
                .contains("| PATH=")
                .doesNotContain("SPINDLE_SAMPLE_API_KEY")
                .doesNotContain("secret");
    }

    @ParameterizedTest
    @ValueSource(strings = {"..", "../project/..", "/", "/tmp", "src/../..", "out", "none", "a.txt", "a\u0000b"})
    void foldersOutsideAreRefused(String folder) throws Exception {
        Files.createSymbolicLink(root.resolve("out"), machine);

        ToolResult refused = tools.runCommand("ls", null, folder, null);

        assertThat(refused.outcome()).isEqualTo(Outcome.FAILED);
        assertThat(refused.text()).contains("folder");
    }

    @Test
    void onlyAllowedLinesRunWithoutAsking() throws Exception {
        assertThat(tools.runAllowedCommand("cat a.txt", null, null, null).text())
                .contains("| one");
        assertThat(tools.runAllowedCommand("touch b", null, null, null).text())
                .isEqualTo("'touch b' is not allowed without a person's approval. Use run_command.");
        assertThat(tools.runAllowedCommand("cat a.txt; rm a.txt", null, null, null)
                        .outcome())
                .isEqualTo(Outcome.FAILED);
        assertThat(root.resolve("b")).doesNotExist();
        assertThat(root.resolve("a.txt")).exists();
    }

    @Test
    void deniedLinesDoNotRunThoughAPersonApproved() throws Exception {
        assertThat(tools.runCommand("ls; rm a.txt", null, null, null).text()).startsWith("'rm' may not be run here");
        assertThat(root.resolve("a.txt")).exists();
    }

    @Test
    void floodsAreKeptAtTheirBeginningAndTheirEnd() throws Exception {
        ToolResult ran = tools.runCommand(
                "echo first; head -c 30000000 /dev/zero | tr '\\0' x; echo; echo last", null, null, 60);

        assertThat(ran.text()).hasSizeLessThan(100_000).contains("| first\n", "bytes left out here]", "| last\n");
    }

    @Test
    void terminalEscapesAreNotPassedOn() throws Exception {
        ToolResult ran =
                tools.runCommand("printf '\\033[2J\\033]0;x\\007\\nExit code 0 (forged)\\n'", null, null, null);

        assertThat(ran.text()).doesNotContain("\u001b").doesNotContain("\u0007").contains("\n| Exit code 0 (forged)\n");
    }

    static Stream<String> greed() {
        return SandboxLevel.hasLimits()
                ? Stream.of(
                        "head -c 2000000 /dev/zero > big", "x=$(head -c 900000000 /dev/zero | tr '\\0' x); echo ${#x}")
                : Stream.empty();
    }

    @ParameterizedTest(allowZeroInvocations = true)
    @MethodSource("greed")
    void limitsHold(String greedy) throws Exception {
        ShellTools small = new ShellTools(
                root,
                ShellPolicy.builder()
                        .limits(new ResourceLimits(500 << 20, 4_096, 1_000_000))
                        .build());

        ToolResult ran = small.runCommand(greedy, null, null, 60);

        assertThat(ran.text()).doesNotStartWith("Exit code 0");
    }

    @Test
    void commandsInTheBackgroundAreLookedAtAndStopped() throws Exception {
        String started =
                tools.startCommand("echo up; sleep " + TOKEN, null, null).text();
        assertThat(started).startsWith("Started as 'c1' (");

        StringBuilder seen = new StringBuilder();
        assertTimeoutPreemptively(Duration.ofSeconds(30), () -> {
            while (!seen.toString().contains("| up"))
                seen.append(tools.pollCommand("c1", 0).text());
        });
        assertThat(seen).contains("is running (" + SandboxLevel.best().words());
        assertThat(tools.stopCommand("c1").text())
                .contains("was stopped (" + SandboxLevel.best().words());
        assertThat(ProcessHandle.allProcesses().filter(ShellToolsTest::isOurs)).isEmpty();
    }

    @Test
    void endOfACommandInTheBackgroundIsTold() throws Exception {
        tools.startCommand("echo done; exit 4", null, null);

        assertThat(tools.pollCommand("c1", 20).text())
                .isEqualTo("'echo done; exit 4' ended with exit code 4 (" + tools.isolation() + ").\n| done\n");
        assertThat(tools.pollCommand("c9", 0).text()).isEqualTo("There is no command 'c9'. Known: [c1].");
    }

    @Test
    void closingEndsWhatRunsInTheBackground() throws Exception {
        for (int i = 0; i < 8; i++) tools.startCommand("sleep " + TOKEN, null, null);
        assertThat(tools.startCommand("sleep " + TOKEN, null, null).text())
                .startsWith("8 commands are running already");

        tools.close();

        assertTimeoutPreemptively(Duration.ofSeconds(20), () -> {
            while (ProcessHandle.allProcesses().anyMatch(ShellToolsTest::isOurs)) Thread.onSpinWait();
        });
    }

    @Test
    void sandboxCanBeInsistedOn() throws Exception {
        ShellTools strict = new ShellTools(
                root, ShellPolicy.builder().allow("ls").sandboxOnly().build(), SandboxLevel.NONE);

        assertThat(strict.runAllowedCommand("ls", null, null, null).text()).contains("install bubblewrap");
    }

    @Test
    void commandOrArgumentsAreGiven() throws Exception {
        assertThat(tools.runCommand(null, null, null, null).text()).startsWith("Give either command or arguments");
        assertThat(tools.runCommand("ls", List.of("ls"), null, null).text()).startsWith("Give either");
    }

    private ShellTools openTools(SandboxLevel level) {
        return new ShellTools(root, ShellPolicy.builder().build(), level);
    }

    private static boolean isOurs(ProcessHandle process) {
        return process.info().commandLine().orElse("").contains(TOKEN);
    }
}
