package dev.spindle.tools.tests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.spindle.context.AgentException;
import dev.spindle.tools.files.ConfinedFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Patches of all kinds, tried on a real repository. Its build is a script, which takes milliseconds. */
class TestFixTest {
    private static final String CART = "total() { echo $(($1 + $2)); }\nhalf() { echo $(($1 / 2)); }\n";
    private static final String TESTS = "expect total 6 $(total 2 3)\nexpect half 2 $(half 4)\n";

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
            echo "</testsuite>" >>$report
            exit $status
            """;

    @TempDir
    private Path scratch;

    private Path project;
    private Git git;
    private ProjectTests tests;
    private Triage triage;

    @BeforeEach
    void aRepositoryWithABug() throws Exception {
        project = Files.createDirectory(scratch.resolve("shop")).toRealPath();
        Files.writeString(project.resolve("cart.sh"), CART);
        Files.createDirectories(project.resolve("src/test"));
        Files.writeString(project.resolve("src/test/cart_test.sh"), TESTS);
        Files.writeString(project.resolve(".gitignore"), "target/\n*.secret\n");
        Path build = Files.createDirectory(scratch.resolve("bin")).resolve("build");
        Files.writeString(build, BUILD);
        assertThat(build.toFile().setExecutable(true)).isTrue();
        git = new Git(project);
        git.run("init", "--quiet", "--initial-branch=main");
        git.run("add", ".");
        git.run("commit", "--quiet", "--message", "A shop");
        tests = ProjectTests.of(project, TestProgram.MAVEN).withCommand(build);
        triage = TestTriage.of(tests).repeating(0).run("");
    }

    private TestFix.Verdict proveAfter(Consumer<ConfinedFolder> edit) throws Exception {
        Map<String, String> before = files();
        try (TestFix fix = TestFix.begin(tests, triage, 1)) {
            edit.accept(fix.folder());
            return fix.prove();
        } finally {
            assertThat(files()).isEqualTo(before);
            assertThat(git.run("worktree", "list").lines()).hasSize(1);
            assertThat(git.run("rev-parse", "--abbrev-ref", "HEAD").strip()).isEqualTo("main");
        }
    }

    private Map<String, String> files() throws IOException {
        Map<String, String> files = new TreeMap<>();
        try (Stream<Path> all = Files.walk(project)) {
            for (Path each : all.filter(Files::isRegularFile)
                    .filter(file -> !file.toString().contains("/.git/")
                            && !file.toString().contains("/target/"))
                    .toList()) files.put(project.relativize(each).toString(), Files.readString(each));
        }
        return files;
    }

    private String branches() throws InterruptedException {
        return git.run("branch", "--list", "spindle/*").strip();
    }

    @Test
    void theRightPatchIsProvedAndKeptOnABranch() throws Exception {
        TestFix.Verdict verdict = proveAfter(folder -> folder.write("cart.sh", CART.replace("$1 + $2", "$1 * $2")));

        assertThat(verdict.proved()).as(verdict.describe()).isTrue();
        assertThat(verdict.patch()).contains("-total() { echo $(($1 + $2)); }\n+total() { echo $(($1 * $2)); }\n");
        assertThat(branches()).endsWith(verdict.branch());
        assertThat(git.run("diff", "main", verdict.branch())).contains("+total() { echo $(($1 * $2)); }");
        assertThat(verdict.describe()).contains("1 test that failed passes", "2 tests pass and none fails");
    }

    private void assertRefused(TestFix.Verdict verdict, String why) throws Exception {
        assertThat(verdict.proved()).isFalse();
        assertThat(verdict.describe()).contains(why);
        assertThat(verdict.branch()).isEmpty();
        assertThat(branches()).isEmpty();
    }

    @Test
    void theWrongPatchIsRefusedWithWhatStillFails() throws Exception {
        TestFix.Verdict verdict = proveAfter(folder -> folder.write("cart.sh", CART.replace("$1 + $2", "$1 - $2")));

        assertRefused(verdict, "CartTest.total still fails (expected 6, not -1)");
    }

    @Test
    void aPatchThatEditsTheTestsIsRefused() throws Exception {
        TestFix.Verdict verdict =
                proveAfter(folder -> folder.write("src/test/cart_test.sh", TESTS.replace("total 6", "total 5")));

        assertRefused(verdict, "it changes the test src/test/cart_test.sh");
    }

    @Test
    void aPatchThatDeletesTheTestIsRefused() throws Exception {
        Map<String, String> before = files();
        try (TestFix fix = TestFix.begin(tests, triage, 1)) {
            Files.delete(fix.path().resolve("src/test/cart_test.sh"));

            assertRefused(fix.prove(), "it deletes the test src/test/cart_test.sh", fix);
        }
        assertThat(files()).isEqualTo(before);
        assertThat(branches()).isEmpty();
    }

    private static void assertRefused(TestFix.Verdict verdict, String why, TestFix fix) {
        assertThat(verdict.proved()).isFalse();
        assertThat(verdict.describe()).contains(why);
        assertThat(fix.path().resolve("src/test/cart_test.sh")).exists();
    }

    @Test
    void aPatchThatSwallowsWhatGoesWrongIsRefused() throws Exception {
        TestFix.Verdict verdict =
                proveAfter(folder -> folder.write("cart.js", "try { total(); } catch (missing) { total = 6; }\n"));

        assertRefused(verdict, "it catches what goes wrong and throws nothing on, in cart.js:1");
    }

    @Test
    void aPatchThatBreaksAnotherTestIsRefused() throws Exception {
        TestFix.Verdict verdict = proveAfter(folder ->
                folder.write("cart.sh", CART.replace("$1 + $2", "$1 * $2").replace("$1 / 2", "$1 * 2")));

        assertRefused(verdict, "it breaks CartTest.half (expected 2, not 8)");
    }

    @Test
    void aPatchOfIgnoredFilesIsRefused() throws Exception {
        TestFix.Verdict verdict = proveAfter(folder -> folder.write("key.secret", "x"));

        assertRefused(verdict, "it writes key.secret, which git ignores");
    }

    @Test
    void aPatchOfNothingIsRefused() throws Exception {
        assertRefused(proveAfter(folder -> {}), "it changes nothing");
    }

    @Test
    void theNextTryBeginsAtTheBeginning() throws Exception {
        try (TestFix fix = TestFix.begin(tests, triage, 1)) {
            fix.folder().write("cart.sh", CART.replace("$1 + $2", "$1 - $2"));
            assertThat(fix.prove().proved()).isFalse();
            assertThat(fix.folder().read("cart.sh").lines())
                    .isEqualTo(CART.lines().toList());
            fix.folder().write("cart.sh", CART.replace("$1 + $2", "$1 * $2"));

            assertThat(fix.prove().proved()).isTrue();
        }
        assertThat(branches()).isNotEmpty();
    }

    @Test
    void changesThatAreNotCommittedAreToldAndLeftAlone() throws Exception {
        Files.writeString(project.resolve("cart.sh"), CART + "\n# mine\n");

        assertThatThrownBy(() -> TestFix.begin(tests, triage, 1))
                .isInstanceOf(AgentException.class)
                .hasMessageContaining("There are changes that are not committed (cart.sh)");
        assertThat(Files.readString(project.resolve("cart.sh"))).endsWith("# mine\n");
    }

    @Test
    void hooksOfTheRepositoryDoNotRun() throws Exception {
        Path hook = project.resolve(".git/hooks/post-checkout");
        Files.createDirectories(hook.getParent());
        Files.writeString(hook, "#!/bin/sh\ntouch " + scratch.resolve("hooked") + "\n");
        assertThat(hook.toFile().setExecutable(true)).isTrue();

        proveAfter(folder -> {});

        assertThat(scratch.resolve("hooked")).doesNotExist();
    }
}
