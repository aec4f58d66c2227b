package dev.spindle.tools.tests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.spindle.context.AgentException;
import dev.spindle.tools.files.ConfinedFolder;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Patches of all kinds, tried on a real repository. Its build is a script, which takes milliseconds. */
class TestFixTest {
    @TempDir
    private Path scratch;

    private Path project;
    private Git git;
    private ProjectTests tests;
    private Triage triage;

    @BeforeEach
    void aRepositoryWithABug() throws Exception {
        ShellShop shop = ShellShop.in(scratch);
        project = shop.project();
        git = shop.git();
        tests = shop.tests();
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
        TestFix.Verdict verdict =
                proveAfter(folder -> folder.write("cart.sh", ShellShop.CART.replace("$1 + $2", "$1 * $2")));

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
        TestFix.Verdict verdict =
                proveAfter(folder -> folder.write("cart.sh", ShellShop.CART.replace("$1 + $2", "$1 - $2")));

        assertRefused(verdict, "CartTest.total still fails (expected 6, not -1)");
    }

    @Test
    void aPatchThatEditsTheTestsIsRefused() throws Exception {
        TestFix.Verdict verdict = proveAfter(
                folder -> folder.write("src/test/cart_test.sh", ShellShop.TESTS.replace("total 6", "total 5")));

        assertRefused(verdict, "it changes the test src/test/cart_test.sh");
    }

    @Test
    void aFileThatFillsTheMemoryIsNamedBeforeItIsRead() throws Exception {
        try (TestFix fix = TestFix.begin(tests, triage, 1)) {
            try (RandomAccessFile huge =
                    new RandomAccessFile(fix.path().resolve("huge.bin").toFile(), "rw")) {
                huge.setLength(3L << 30);
            }

            assertThatThrownBy(fix::prove)
                    .isInstanceOf(AgentException.class)
                    .hasMessageContaining("huge.bin has 3221225472 bytes");
        }
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
        TestFix.Verdict verdict = proveAfter(folder -> folder.write(
                "cart.sh", ShellShop.CART.replace("$1 + $2", "$1 * $2").replace("$1 / 2", "$1 * 2")));

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
            fix.folder().write("cart.sh", ShellShop.CART.replace("$1 + $2", "$1 - $2"));
            assertThat(fix.prove().proved()).isFalse();
            assertThat(fix.folder().read("cart.sh").lines())
                    .isEqualTo(ShellShop.CART.lines().toList());
            fix.folder().write("cart.sh", ShellShop.CART.replace("$1 + $2", "$1 * $2"));

            assertThat(fix.prove().proved()).isTrue();
        }
        assertThat(branches()).isNotEmpty();
    }

    @Test
    void changesThatAreNotCommittedAreToldAndLeftAlone() throws Exception {
        Files.writeString(project.resolve("cart.sh"), ShellShop.CART + "\n# mine\n");

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

    @Test
    void noProgramRunsThatTheSettingsOfTheRepositoryName() throws Exception {
        Files.writeString(project.resolve(".gitattributes"), "*.sh filter=x diff=x merge=x\n");
        git.run("add", ".");
        git.run("commit", "--quiet", "--message", "Name filters");
        Path ran = scratch.resolve("ran");
        String program = "touch " + ran + "; cat";
        for (String name : List.of(
                "filter.x.clean",
                "filter.x.smudge",
                "filter.x.process",
                "diff.x.textconv",
                "diff.x.command",
                "diff.external",
                "merge.x.driver",
                "core.fsmonitor",
                "core.pager",
                "core.editor",
                "core.sshCommand",
                "gpg.program",
                "hook.mine.command")) git.run("config", name, program);
        git.run("config", "filter.x.required", "true");
        git.run("config", "hook.mine.event", "post-checkout");
        git.run("config", "commit.gpgSign", "true");
        // An older time than the index has, so that git has to look into the file.
        Files.setLastModifiedTime(project.resolve("cart.sh"), FileTime.fromMillis(1_000_000_000_000L));

        TestFix.Verdict verdict =
                proveAfter(folder -> folder.write("cart.sh", ShellShop.CART.replace("$1 + $2", "$1 * $2")));

        assertThat(verdict.proved()).as(verdict.describe()).isTrue();
        assertThat(ran).doesNotExist();
    }

    @Test
    void whatARepositoryLacksIsFetchedByNoProgram() throws Exception {
        Path ran = scratch.resolve("ran");
        git.run("config", "extensions.partialClone", "far");
        git.run("config", "remote.far.promisor", "true");
        git.run("config", "remote.far.url", "ext::sh -c touch%20" + ran);
        git.run("config", "protocol.allow", "always");
        git.run("config", "protocol.ext.allow", "always");
        String blob = git.run("rev-parse", "HEAD:cart.sh").strip();
        Files.delete(
                project.resolve(".git/objects").resolve(blob.substring(0, 2)).resolve(blob.substring(2)));

        assertThatThrownBy(() -> TestFix.begin(tests, triage, 1)).isInstanceOf(AgentException.class);
        assertThat(ran).doesNotExist();
    }

    @Test
    void moreFilesThanAnybodyRepairsAreNotLookedAt() {
        assertThatThrownBy(() -> proveAfter(folder -> {
                    for (int each = 0; each <= 200; each++) folder.write("more/" + each, "more\n");
                }))
                .isInstanceOf(AgentException.class)
                .hasMessageContaining("It changes 201 files (more/0, ");
    }

    @Test
    void settingsThatNameAnotherTreeAreRefused() throws Exception {
        Path other = Files.createDirectory(scratch.resolve("other"));
        git.run("config", "core.worktree", other.toString());

        assertThatThrownBy(() -> TestFix.begin(tests, triage, 1))
                .isInstanceOf(AgentException.class)
                .hasMessageContaining("core.worktree");
        assertThat(other).isEmptyDirectory();
    }
}
