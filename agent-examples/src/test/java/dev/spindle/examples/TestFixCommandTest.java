package dev.spindle.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The command with {@code --fix}, with a model that says what it is told, and a build that takes milliseconds. */
class TestFixCommandTest {
    @TempDir
    private Path scratch;

    private ShellShop shop;

    @BeforeEach
    void aRepositoryWithABug() throws Exception {
        shop = ShellShop.in(scratch);
    }

    private Ran fix(ChatServer server, String... more) {
        return shop.test(
                server, Stream.concat(Stream.of("--fix"), Stream.of(more)).toArray(String[]::new));
    }

    @Test
    void aPatchThatIsProvedIsKeptOnABranchAndWritten() throws Exception {
        try (ChatServer server = new ChatServer()
                .calls("run_tests", "{}")
                .calls("edit_file", ShellShop.edit("src/test/cart_test.sh", "total 6", "total 5"))
                .calls("prove_fix", "{}")
                .calls("edit_file", ShellShop.edit("cart.sh", "$1 + $2", "$1 * $2"))
                .calls("prove_fix", "{}")
                .says("Prices are multiplied now.")) {
            Path patch = scratch.resolve("fix.patch");

            Ran ran = shop.testInChild(server, "--fix", "--patch", patch.toString());

            assertThat(ran.out())
                    .as(ran.err())
                    .contains("- real failure: CartTest.total: expected 6, not 5")
                    .contains("Fix refused: it changes the test src/test/cart_test.sh.")
                    .contains("Fix proved: 1 test that failed passes; the whole suite runs, 2 tests pass");
            assertThat(ran.exitCode()).isEqualTo(1);
            assertThat(Files.readString(patch)).contains("+total() { echo $(($1 * $2)); }");
            assertThat(shop.git("branch", "--list", "spindle/*")).contains("spindle/fix-");
            assertThat(shop.git("status", "--porcelain")).isEmpty();
            assertThat(Files.readString(shop.project().resolve("cart.sh"))).isEqualTo(ShellShop.CART);
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
            Ran first = shop.test(server, "--report", report.toString());
            Ran second = shop.test(server, "--only-failed", report.toString());

            assertThat(first.out()).as(first.err()).contains("Tests: 2, failures: 1");
            assertThat(second.out()).as(second.err()).contains("Tests: 1, failures: 1");
            assertThat(second.exitCode()).isEqualTo(1);
        }
    }

    @Test
    void theCommitSinceWhichATestFailsIsToldToTheModelAndThePerson() throws Exception {
        shop.git("-c", "user.name=a", "-c", "user.email=a@b", "commit", "--quiet", "--allow-empty", "-m", "Nothing");
        try (ChatServer server = new ChatServer().calls("run_tests", "{}").says("It fails.")) {
            Ran ran = shop.test(server, "--bisect", "5");

            String since = "- CartTest.total: it fails at all of the last commits, back to ";
            assertThat(ran.out()).as(ran.err()).contains(since).contains(", a: A shop)");
            assertThat(server.requests().get(1).text()).contains(since);
            assertThat(shop.test(server, "--bisect", "0").err()).contains("--bisect is 0; give 1 to 1000 commits");
        }
    }

    @Test
    void whatDoesNotGoTogetherIsToldBeforeAnythingRuns() throws Exception {
        Path report = Files.writeString(scratch.resolve("no.json"), "{\"failed\":[],\"flaky\":[]}");
        try (ChatServer server = new ChatServer()) {
            assertThat(fix(server, "--filter", "CartTest").err()).contains("--fix proves a patch by the whole suite");
            assertThat(shop.test(server, "--only-failed", report.toString()).err())
                    .contains("nothing failed by the report");
            assertThat(shop.test(server, "--only-failed", "no-such.json").err())
                    .contains("no-such.json cannot be read as one");
            assertThat(shop.test(server, "--report", "tests.pdf").err())
                    .contains("'tests.pdf' does not say what report");
            assertThat(shop.test(server, "--repeat", "51").exitCode()).isEqualTo(2);
            assertThat(shop.test(server, "--timeout", "0").exitCode()).isEqualTo(2);
            assertThat(shop.test(server, "--patch", "x").exitCode()).isEqualTo(2);
            assertThat(server.requests()).isEmpty();
        }
    }

    @Test
    void afterThreeTriesNoMoreAreMadeAndNothingIsLeft() throws Exception {
        try (ChatServer server = new ChatServer().calls("run_tests", "{}")) {
            for (int i = 0; i < 4; i++)
                server.calls("edit_file", ShellShop.edit("cart.sh", "$1 + $2", "$1 - $2 - " + i))
                        .calls("prove_fix", "{}");
            server.says("I do not know.");

            Ran ran = fix(server);

            assertThat(ran.out()).contains("Fix refused: CartTest.total still fails (expected 6, not -1).");
            assertThat(server.requests().get(9).text()).contains("There were 3 tries; no more are made");
            assertThat(ran.out()).doesNotContain("Fix proved");
            assertThat(shop.git("branch", "--list", "spindle/*")).isEmpty();
            assertThat(shop.git("worktree", "list").lines()).hasSize(1);
        }
    }

    @Test
    void withoutARepositoryTheReasonIsTold() throws Exception {
        try (Stream<Path> files = Files.walk(shop.project().resolve(".git"))) {
            for (Path each : files.sorted(java.util.Comparator.reverseOrder()).toList()) Files.delete(each);
        }
        try (ChatServer server = new ChatServer().calls("run_tests", "{}").says("It fails.")) {
            Ran ran = fix(server);

            assertThat(ran.out()).contains("No fix: The project is in no repository of git");
            assertThat(ran.exitCode()).isEqualTo(1);
        }
    }

    @Test
    void whatATestIsCalledBecomesNoLineOfItsOwn() throws Exception {
        Files.writeString(
                shop.project().resolve("src/test/cart_test.sh"),
                "expect 'a&#10;::error::forged&#13;&#10;::add-mask::x&#x85;%0A::error::y' 6 5\n");
        try (ChatServer server = new ChatServer().calls("run_tests", "{}").says("It fails.")) {
            Path github = scratch.resolve("tests.github");

            Ran ran = shop.test(server, "--report", github.toString());

            assertThat(ran.exitCode()).as(ran.err()).isEqualTo(1);
            assertThat((ran.out() + ran.err()).lines())
                    .noneMatch(line -> line.strip().startsWith("::"));
            assertThat(Files.readString(github).lines())
                    .singleElement()
                    .asString()
                    .startsWith("::error title=")
                    .contains("%0A%3A%3Aerror%3A%3Aforged", "%250A");
        }
    }

    @Test
    void allRunsTogetherHaveOneTime() throws Exception {
        Files.writeString(shop.project().resolve("src/test/cart_test.sh"), "while :; do :; done\n");
        try (ChatServer server = new ChatServer().calls("run_tests", "{}").says("It hangs.")) {
            Ran ran = shop.test(server, "--max-time", "2", "--bisect", "5", "--repeat", "9");

            assertThat(ran.exitCode()).as(ran.out() + ran.err()).isEqualTo(5);
            assertThat(ran.out()).contains("took too long");
            assertThat(shop.test(server, "--max-time", "0").err()).contains("--max-time is 0; give at least 1 second");
        }
    }

    @Test
    void theProofOfAPatchSharesThatTime() throws Exception {
        try (ChatServer server = new ChatServer()
                .calls("run_tests", "{}")
                .calls("edit_file", ShellShop.edit("cart.sh", "$1 + $2", "$1 * $2)); while :; do :; done; echo $((0"))
                .calls("prove_fix", "{}")
                .calls("prove_fix", "{}")
                .calls("run_tests", "{}")
                .says("There was no time.")) {
            Ran ran = fix(server, "--max-time", "6", "--repeat", "0");

            assertThat(ran.out())
                    .as(ran.err())
                    .contains("Fix refused: the time for runs of the tests was up before it was proved.");
            assertThat(ran.exitCode()).isEqualTo(1);
            assertThat(server.requests().get(4).text()).contains("(--max-time) is up; no more tries are made");
            assertThat(server.requests().get(5).text())
                    .contains("The time for all runs of the tests (--max-time) is up. Say");
        }
    }
}
