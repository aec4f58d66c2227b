package dev.spindle.tools.tests;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Patches that would pass by what is not seen in them. Each begins where whoever edits may do anything in the second tree. */
class PatchTricksTest {
    private static final String RIGHT = ShellShop.CART.replace("$1 + $2", "$1 * $2");
    private static final String CHEATING = ShellShop.TESTS.replace("total 6", "total 5");

    @TempDir
    private Path scratch;

    private ShellShop shop;

    @BeforeEach
    void aRepositoryWithABug() throws Exception {
        shop = ShellShop.in(scratch);
    }

    /** Edits a second tree. */
    @FunctionalInterface
    private interface Editing {
        void edit(Path tree) throws Exception;
    }

    private TestFix.Verdict proveAfter(Editing editing) throws Exception {
        Triage triage = TestTriage.of(shop.tests()).repeating(0).run("");
        try (TestFix fix = TestFix.begin(shop.tests(), triage, 1)) {
            editing.edit(fix.path());
            return fix.prove();
        } finally {
            assertThat(shop.git().run("status", "--porcelain")).isEmpty();
            assertThat(shop.git().run("worktree", "list").lines()).hasSize(1);
        }
    }

    private void assertRefused(TestFix.Verdict verdict, String why) throws Exception {
        assertThat(verdict.describe()).contains(why);
        assertThat(verdict.proved()).isFalse();
        assertThat(shop.git().run("branch", "--list", "spindle/*").strip()).isEmpty();
    }

    @Test
    void aLinkIsNotTaken() throws Exception {
        TestFix.Verdict verdict = proveAfter(tree -> {
            Files.writeString(tree.resolve("cart.sh"), RIGHT);
            Files.createSymbolicLink(tree.resolve("extra"), Path.of("/etc/hostname"));
        });

        assertRefused(verdict, "it writes extra, which is a link or no text");
    }

    @Test
    void whatIsNoTextIsNotTaken() throws Exception {
        TestFix.Verdict verdict = proveAfter(tree -> {
            Files.writeString(tree.resolve("cart.sh"), RIGHT);
            Files.write(tree.resolve("cart.so"), new byte[] {127, 'E', 'L', 'F', 0});
        });

        assertRefused(verdict, "it writes cart.so, which is a link or no text");
    }

    @Test
    void aRepositoryWithinIsNotTaken() throws Exception {
        TestFix.Verdict verdict = proveAfter(tree -> {
            Files.writeString(tree.resolve("cart.sh"), RIGHT);
            Path within = Files.createDirectory(tree.resolve("within"));
            new Git(within).run("init", "--quiet");
            Files.writeString(within.resolve("a"), "a");
            new Git(within).run("add", ".");
            new Git(within).run("commit", "--quiet", "--message", "Within");
        });

        assertRefused(verdict, "it writes within/, which is a link or no text");
    }

    @Test
    void whatAttributesHideIsLookedAt() throws Exception {
        String code = "pub fn one() -> i32 { 1 }\n#[cfg(test)]\nmod tests { fn one() { assert_eq!(1, 1); } }\n";
        Files.writeString(shop.project().resolve(".gitattributes"), "*.rs -diff\n");
        Files.writeString(shop.project().resolve("shop.rs"), code);
        shop.git().run("add", ".");
        shop.git().run("commit", "--quiet", "--message", "Hide what changes");

        TestFix.Verdict verdict = proveAfter(
                tree -> Files.writeString(tree.resolve("shop.rs"), code.replace("assert_eq!(1, 1)", "assert!(true)")));

        assertRefused(verdict, "it changes tests in shop.rs");
    }

    @Test
    void aFileThatGitIsToldNotToLookAtIsNotThereWhenThePatchIsProved() throws Exception {
        TestFix.Verdict verdict = proveAfter(tree -> {
            new Git(tree).run("update-index", "--assume-unchanged", "src/test/cart_test.sh");
            Files.writeString(tree.resolve("src/test/cart_test.sh"), CHEATING);
            Files.writeString(tree.resolve("cart.sh"), ShellShop.CART + "# better\n");
        });

        assertRefused(verdict, "CartTest.total still fails (expected 6, not 5)");
    }

    @Test
    void whoCommitsInTheTreeIsRefused() throws Exception {
        TestFix.Verdict verdict = proveAfter(tree -> {
            Files.writeString(tree.resolve("src/test/cart_test.sh"), CHEATING);
            new Git(tree).run("commit", "--quiet", "--all", "--message", "Cheat");
            Files.writeString(tree.resolve("cart.sh"), ShellShop.CART + "# better\n");
        });

        assertRefused(verdict, "it commits, or goes to another branch");
    }

    @Test
    void whoGoesToAnotherBranchMovesNone() throws Exception {
        String before = shop.git().run("rev-parse", "main");
        TestFix.Verdict verdict = proveAfter(tree -> {
            new Git(tree).run("checkout", "--quiet", "-b", "other");
            Files.writeString(tree.resolve("cart.sh"), RIGHT);
        });

        assertRefused(verdict, "it commits, or goes to another branch");
        assertThat(shop.git().run("rev-parse", "other")).isEqualTo(before);
    }

    @Test
    void librariesOfTheWholeRepositoryAreThere() throws Exception {
        Path part = Files.createDirectories(shop.project().resolve("packages/part"));
        Files.writeString(part.resolve("a.sh"), "");
        Files.writeString(shop.project().resolve(".gitignore"), "target/\nnode_modules/\n");
        Files.createDirectories(shop.project().resolve("node_modules/x"));
        Files.writeString(shop.project().resolve("node_modules/x/a.js"), "a");
        shop.git().run("add", ".");
        shop.git().run("commit", "--quiet", "--message", "A part");

        try (Worktree tree = Worktree.of(part)) {
            assertThat(tree.project().resolve("../../node_modules/x/a.js")).exists();
        }
    }

    @Test
    void testsOfOneNameMustAllPassAndAllRun() throws Exception {
        Files.writeString(
                shop.project().resolve("src/test/cart_test.sh"),
                "expect total 6 $(total 2 3)\nexpect total 5 $(total 2 3)\nexpect half 2 $(half 4)\n");
        shop.git().run("commit", "--quiet", "--all", "--message", "Two of one name");

        Triage triage = TestTriage.of(shop.tests()).repeating(1).run("");
        assertThat(triage.causes()).extracting(Triage.Cause::kind).containsExactly(Triage.Kind.REAL);
        TestFix.Verdict verdict = proveAfter(tree -> Files.writeString(tree.resolve("cart.sh"), RIGHT));

        assertRefused(verdict, "CartTest.total still fails");
    }

    @Test
    void allRunsOfAProofHaveOneTime() throws Exception {
        Triage triage = TestTriage.of(shop.tests()).repeating(0).run("");
        try (TestFix fix = TestFix.begin(shop.tests(), triage, 1)) {
            Files.writeString(fix.path().resolve("cart.sh"), "while :; do :; done\n");

            long begun = System.nanoTime();
            TestFix.Verdict verdict = fix.prove(Duration.ofSeconds(1));

            assertThat(verdict.describe())
                    .isEqualTo("Refused: the time for runs of the tests was up before it was proved.");
            assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(60));
            assertThat(Files.readString(fix.path().resolve("cart.sh"))).isEqualTo(ShellShop.CART);
            assertThat(verdict.patch()).contains("+while");
        }
    }
}
