package dev.spindle.examples;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spindle.json.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The command with {@code --fix}, with a model that says what it is told, and a build that takes milliseconds. */
class TestFixCommandTest {
    private static final String CART = "total() { echo $(($1 + $2)); }\nhalf() { echo $(($1 / 2)); }\n";

    /** What Maven does, for tests that are a shell's. */
    private static final String BUILD = """
            #!/bin/sh
            choice=$(echo "$*" | sed -n 's/.*-Dtest=CartTest#\\([a-z+]*\\).*/+\\1+/p')
            rm -rf target; mkdir -p target/surefire-reports
            report=target/surefire-reports/TEST-CartTest.xml
            status=0
            expect() {
              case "$choice" in ''|*+$1+*) ;; *) return;; esac
              if [ "$2" = "$3" ]; then echo "<testcase classname='CartTest' name='$1'/>" >>$report
              else
                echo "<testcase classname='CartTest' name='$1'><failure message='expected $2, not $3'/></testcase>" >>$report
                status=1
              fi
            }
            echo "<testsuite>" >$report
            . ./cart.sh
            . ./src/test/cart_test.sh
            [ -z "$OPENAI_API_KEY" ] || status=9
            echo "</testsuite>" >>$report
            exit $status
            """;

    @TempDir
    private Path scratch;

    private Path project;
    private Path programs;

    @BeforeEach
    void aRepositoryWithABug() throws Exception {
        project = Files.createDirectory(scratch.resolve("shop"));
        Files.writeString(project.resolve("pom.xml"), "<project/>");
        Files.writeString(project.resolve("cart.sh"), CART);
        Files.createDirectories(project.resolve("src/test"));
        Files.writeString(
                project.resolve("src/test/cart_test.sh"), "expect total 6 $(total 2 3)\nexpect half 2 $(half 4)\n");
        Files.writeString(project.resolve(".gitignore"), "target/\n");
        programs = Files.createDirectory(scratch.resolve("bin"));
        Files.writeString(programs.resolve("mvn"), BUILD);
        assertThat(programs.resolve("mvn").toFile().setExecutable(true)).isTrue();
        git("init", "--quiet", "--initial-branch=main");
        git("add", ".");
        git("-c", "user.name=a", "-c", "user.email=a@b", "commit", "--quiet", "--message", "A shop");
    }

    private String git(String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("git"));
        command.addAll(List.of(arguments));
        Path said = scratch.resolve("git.txt");
        Process git = new ProcessBuilder(command)
                .directory(project.toFile())
                .redirectErrorStream(true)
                .redirectOutput(said.toFile())
                .start();
        assertThat(git.waitFor()).as(Files.readString(said)).isZero();
        return Files.readString(said);
    }

    private Ran fix(ChatServer server, String... more) {
        return test(server, Stream.concat(Stream.of("--fix"), Stream.of(more)).toArray(String[]::new));
    }

    private Ran test(ChatServer server, String... more) {
        Map<String, String> all = new HashMap<>(server.environment());
        all.put("PATH", programs + ":" + Objects.requireNonNullElse(System.getenv("PATH"), "/usr/bin:/bin"));
        List<String> arguments = Stream.concat(
                        Stream.of("test", "--base-url", server.baseUrl(), "--project", project.toString()),
                        Stream.of(more))
                .toList();
        return Ran.child(scratch, all, arguments.toArray(String[]::new));
    }

    private static String edit(String path, String from, String to) {
        return Json.object(Map.of("path", Json.of(path), "old_text", Json.of(from), "new_text", Json.of(to)))
                .text();
    }

    @Test
    void aPatchThatIsProvedIsKeptOnABranchAndWritten() throws Exception {
        try (ChatServer server = new ChatServer()
                .calls("run_tests", "{}")
                .calls("edit_file", edit("src/test/cart_test.sh", "total 6", "total 5"))
                .calls("prove_fix", "{}")
                .calls("edit_file", edit("cart.sh", "$1 + $2", "$1 * $2"))
                .calls("prove_fix", "{}")
                .says("Prices are multiplied now.")) {
            Path patch = scratch.resolve("fix.patch");

            Ran ran = fix(server, "--patch", patch.toString());

            assertThat(ran.out())
                    .as(ran.err())
                    .contains("- real failure: CartTest.total: expected 6, not 5")
                    .contains("Fix refused: it changes the test src/test/cart_test.sh.")
                    .contains("Fix proved: 1 test that failed passes; the whole suite runs, 2 tests pass");
            assertThat(ran.exitCode()).isEqualTo(1);
            assertThat(Files.readString(patch)).contains("+total() { echo $(($1 * $2)); }");
            assertThat(git("branch", "--list", "spindle/*")).contains("spindle/fix-");
            assertThat(git("status", "--porcelain")).isEmpty();
            assertThat(Files.readString(project.resolve("cart.sh"))).isEqualTo(CART);
        }
    }

    @Test
    void whatFailedByAnEarlierReportRunsAlone() throws Exception {
        Path report = scratch.resolve("tests.json");
        try (ChatServer server = new ChatServer()
                .calls("run_tests", "{}")
                .says("It fails.")
                .calls("run_tests", "{}")
                .says("Still.")) {
            Ran first = test(server, "--report", report.toString());
            Ran second = test(server, "--only-failed", report.toString());

            assertThat(first.out()).as(first.err()).contains("Tests: 2, failures: 1");
            assertThat(second.out()).as(second.err()).contains("Tests: 1, failures: 1");
            assertThat(second.exitCode()).isEqualTo(1);
        }
    }

    @Test
    void whatDoesNotGoTogetherIsToldBeforeAnythingRuns() throws Exception {
        Path report = Files.writeString(scratch.resolve("no.json"), "{\"failed\":[],\"flaky\":[]}");
        try (ChatServer server = new ChatServer()) {
            assertThat(fix(server, "--filter", "CartTest").err()).contains("--fix proves a patch by the whole suite");
            assertThat(test(server, "--only-failed", report.toString()).err()).contains("nothing failed by the report");
            assertThat(test(server, "--only-failed", "no-such.json").err())
                    .contains("no-such.json cannot be read as one");
            assertThat(test(server, "--report", "tests.pdf").err()).contains("'tests.pdf' does not say what report");
            assertThat(test(server, "--repeat", "51").exitCode()).isEqualTo(2);
            assertThat(test(server, "--timeout", "0").exitCode()).isEqualTo(2);
            assertThat(test(server, "--patch", "x").exitCode()).isEqualTo(2);
            assertThat(server.requests()).isEmpty();
        }
    }

    @Test
    void afterThreeTriesNoMoreAreMadeAndNothingIsLeft() throws Exception {
        try (ChatServer server = new ChatServer().calls("run_tests", "{}")) {
            for (int i = 0; i < 4; i++)
                server.calls("edit_file", edit("cart.sh", "$1 + $2", "$1 - $2 - " + i))
                        .calls("prove_fix", "{}");
            server.says("I do not know.");

            Ran ran = fix(server);

            assertThat(ran.out()).contains("Fix refused: CartTest.total still fails (expected 6, not -1).");
            assertThat(server.requests().get(9).text()).contains("There were 3 tries; no more are made");
            assertThat(ran.out()).doesNotContain("Fix proved");
            assertThat(git("branch", "--list", "spindle/*")).isEmpty();
            assertThat(git("worktree", "list").lines()).hasSize(1);
        }
    }

    @Test
    void withoutARepositoryTheReasonIsTold() throws Exception {
        try (Stream<Path> files = Files.walk(project.resolve(".git"))) {
            for (Path each : files.sorted(java.util.Comparator.reverseOrder()).toList()) Files.delete(each);
        }
        try (ChatServer server = new ChatServer().calls("run_tests", "{}").says("It fails.")) {
            Ran ran = fix(server);

            assertThat(ran.out()).contains("No fix: The project is in no repository of git");
            assertThat(ran.exitCode()).isEqualTo(1);
        }
    }
}
