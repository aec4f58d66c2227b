package dev.spindle.tools.tests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.spindle.context.AgentException;
import dev.spindle.tools.tests.TestBisect.Since;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A search over commits of a real repository. Its build is a script, which takes milliseconds. */
class TestBisectTest {
    private static final String GOOD = ShellShop.CART.replace("$1 + $2", "$1 * $2");

    private static final Duration HOUR = Duration.ofHours(1);

    @TempDir
    private Path scratch;

    private ShellShop shop;
    private final List<String> progress = new ArrayList<>();

    @BeforeEach
    void aShop() throws Exception {
        shop = ShellShop.in(scratch);
    }

    private void commit(String cart, String subject) throws Exception {
        Files.writeString(shop.project().resolve("cart.sh"), cart);
        shop.git().run("commit", "--quiet", "--all", "--message", subject);
    }

    /** Good commits, then one that breaks the total, then more. */
    private void history(int good, int bad) throws Exception {
        for (int i = 0; i < good; i++) commit(GOOD + "# good " + i + "\n", "Good " + i);
        for (int i = 0; i < bad; i++) commit(ShellShop.CART + "# bad " + i + "\n", "Bad " + i);
    }

    private List<Since> search(int commits) throws Exception {
        Triage triage = TestTriage.of(shop.tests()).repeating(0).run("");
        return TestBisect.search(shop.tests(), triage, commits, HOUR, progress::add);
    }

    @Test
    void theCommitThatBrokeATestIsFoundInFewRuns() throws Exception {
        history(9, 6);

        List<Since> found = search(14);

        assertThat(found).hasSize(1);
        assertThat(found.get(0).test()).hasToString("CartTest.total");
        assertThat(found.get(0).first())
                .isNotNull()
                .hasToString(found.get(0).words().substring("it fails since ".length()));
        assertThat(found.get(0).words()).endsWith(": Bad 0)");
        assertThat(progress).hasSizeLessThanOrEqualTo(6);
        assertThat(shop.git().run("worktree", "list").lines()).hasSize(1);
        assertThat(shop.git().run("rev-parse", "--abbrev-ref", "HEAD").strip()).isEqualTo("main");
    }

    @Test
    void whatFailedAllAlongIsSaidToHave() throws Exception {
        history(1, 5);

        assertThat(search(4).get(0).words()).startsWith("it fails at all of the last commits, back to ");
        assertThat(search(4).get(0).first()).isNull();
    }

    @Test
    void whatIsNotCommittedIsSaidToBreakIt() throws Exception {
        history(3, 0);
        Files.writeString(shop.project().resolve("cart.sh"), ShellShop.CART);

        List<Since> found = search(3);

        assertThat(found.get(0).words()).endsWith("what is not committed makes it fail");
        assertThat(Files.readString(shop.project().resolve("cart.sh"))).isEqualTo(ShellShop.CART);
    }

    @Test
    void aTestThatWasNotThereBeforeFailsSinceThenAtTheLatest() throws Exception {
        Path tests = shop.project().resolve("src/test/cart_test.sh");
        commit(GOOD, "Good");
        Files.writeString(tests, ShellShop.TESTS + "expect third 1 2\n");
        shop.git().run("commit", "--quiet", "--all", "--message", "Expect a third");
        commit(GOOD + "# more\n", "More");

        assertThat(search(3).get(0).words()).contains("Expect a third) at the latest");
    }

    @Test
    void whereNothingFailsOrThereIsNoRepositoryNothingRuns() throws Exception {
        commit(GOOD, "Good");
        assertThat(search(3)).isEmpty();

        Path bare = Files.createDirectory(scratch.resolve("bare"));
        Triage broken = TestTriage.of(ShellShop.in(bare).tests()).repeating(0).run("");
        ProjectTests elsewhere = ProjectTests.of(scratch, TestProgram.MAVEN);
        assertThatThrownBy(() -> TestBisect.search(elsewhere, broken, 3, HOUR, progress::add))
                .isInstanceOf(AgentException.class)
                .hasMessageContaining("git");
        assertThat(progress).isEmpty();
    }

    /** Tells the listener's words, and after some of them the time is up. */
    private Consumer<String> upAfter(String words, AtomicLong clock) {
        return line -> {
            progress.add(line);
            if (line.contains(words)) clock.set(HOUR.toNanos() + 1);
        };
    }

    @Test
    void aSearchEndsWithItsTimeAndTellsWhatItKnows() throws Exception {
        history(2, 0);
        commit(GOOD + "while :; do :; done\n", "Good, but endless");
        history(0, 3);
        Triage triage = TestTriage.of(shop.tests()).repeating(0).run("");
        AtomicLong clock = new AtomicLong();
        TimeLeft time = new TimeLeft(HOUR, clock::get);

        List<Since> found = TestBisect.search(shop.tests(), triage, 5, time, upAfter("endless", clock));

        assertThat(found).hasSize(1);
        assertThat(found.get(0).first()).isNull();
        assertThat(found.get(0).words())
                .startsWith("the time of the search was up; it fails since ")
                .contains(") at the latest, and not yet at ", ": Good ");
        assertThat(progress).last().asString().contains("endless");
        assertThat(shop.git().run("worktree", "list").lines()).hasSize(1);
    }

    @Test
    void aRunThatHangsEndsWithTheTimeOfTheSearch() throws Exception {
        commit(GOOD + "while :; do :; done\n", "Hang");
        commit(ShellShop.CART, "Bad");
        Triage triage = TestTriage.of(shop.tests()).repeating(0).run("");

        List<Since> found = TestBisect.search(shop.tests(), triage, 1, Duration.ofSeconds(2), progress::add);

        assertThat(found.get(0).words()).startsWith("the time of the search was up");
    }

    @Test
    void withoutTimeNothingRuns() throws Exception {
        history(2, 2);
        Triage triage = TestTriage.of(shop.tests()).repeating(0).run("");

        List<Since> found = TestBisect.search(shop.tests(), triage, 3, Duration.ZERO, progress::add);

        assertThat(found.get(0).words()).startsWith("the time of the search was up before it had run at ");
        assertThat(progress).isEmpty();
    }

    @Test
    void repeatsEndWithTheTimeOfAllRuns() throws Exception {
        commit(ShellShop.CART + "echo >>runs\n[ $(wc -l <runs) -lt 3 ] || while :; do :; done\n", "Hang at last");
        AtomicLong clock = new AtomicLong();

        Triage triage = TestTriage.of(shop.tests())
                .repeating(20)
                .within(HOUR, clock::get)
                .telling(upAfter("(2 of 20)", clock))
                .run("");

        assertThat(triage.runs()).isEqualTo(3);
        assertThat(triage.causes()).singleElement().satisfies(cause -> {
            assertThat(cause.kind()).isEqualTo(Triage.Kind.REAL);
            assertThat(cause.why()).isEqualTo("fails each time, also alone (once)");
        });
    }
}
