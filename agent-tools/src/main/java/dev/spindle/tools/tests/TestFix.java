package dev.spindle.tools.tests;

import dev.spindle.context.AgentException;
import dev.spindle.tools.files.ConfinedFolder;
import dev.spindle.tools.tests.Triage.Cause;
import dev.spindle.tools.tests.Triage.Kind;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A try to repair what failing tests showed, in a second working tree of the project's repository, on a branch of its own.
 *
 * <p>Somebody, such as a model with tools for files, edits below {@link #folder}; {@link #prove} then takes the patch from what differs there. One
 * that touches tests, build files or what git ignores, deletes a file, or catches what went wrong and throws nothing on, is refused before
 * anything runs. What is left is proved: the tests that failed pass, then the whole suite, in which no test is missing and none fails that did not
 * before, then those that failed again. A patch that is proved stays as a commit on the branch; the user's own tree is touched in no case.
 *
 * <p>Used by one thread.
 */
public final class TestFix implements AutoCloseable {
    private static final Set<Kind> FIXABLE = Set.of(Kind.COMPILATION, Kind.CRASH, Kind.REAL, Kind.TIMEOUT, Kind.ORDER);
    private static final String HIDDEN = "**/node_modules/**";

    private final ProjectTests tests;
    private final Triage triage;
    private final Worktree tree;
    private final int repeats;

    private TestFix(ProjectTests tests, Triage triage, Worktree tree, int repeats) {
        this.tests = tests;
        this.triage = triage;
        this.tree = tree;
        this.repeats = repeats;
    }

    /**
     * What came of a try.
     *
     * @param proved whether the patch is good; if not, the tree is as it was before it
     * @param reasons why it was refused; of one that is proved, what was run
     * @param patch what was tried, as git writes it; empty if it was refused unseen
     * @param branch the branch that has it, if it is proved
     */
    public record Verdict(boolean proved, List<String> reasons, String patch, String branch) {
        /** Copies the reasons. */
        public Verdict {
            reasons = List.copyOf(reasons);
        }

        /** The verdict in words, for a model or a person. */
        public String describe() {
            return (proved ? "Proved, and kept on the branch " + branch + ": " : "Refused: ")
                    + String.join("; ", reasons) + ".";
        }
    }

    /**
     * Begins to repair what a triage of the whole suite found.
     *
     * @param repeats how often the tests that failed must pass again at the end; at least once
     * @throws AgentException if nothing is there to be repaired, or the project is in no repository of git, or has changes that are not
     *     committed
     * @throws InterruptedException if the thread was interrupted
     */
    public static TestFix begin(ProjectTests tests, Triage triage, int repeats) throws InterruptedException {
        if (triage.causes().stream().noneMatch(each -> FIXABLE.contains(each.kind())))
            throw new AgentException("There is nothing to repair in the code: " + kinds(triage));
        return new TestFix(tests, triage, Worktree.of(tests.project()), Math.max(1, repeats));
    }

    private static String kinds(Triage triage) {
        Set<String> kinds = triage.causes().stream()
                .map(each -> each.kind().words())
                .collect(Collectors.toCollection(LinkedHashSet::new));
        return kinds.isEmpty() ? "nothing fails" : "what fails is " + String.join(", ", kinds);
    }

    /** The folder of the project in the second tree, for tools that read and write there. Installed libraries are hidden. */
    public ConfinedFolder folder() {
        return ConfinedFolder.of(tree.project()).hiding(HIDDEN);
    }

    /** Where that folder is. */
    public Path path() {
        return tree.project();
    }

    /**
     * Takes what was changed, and proves or refuses it.
     *
     * @throws AgentException if git or the tests cannot be run
     * @throws InterruptedException if the thread was interrupted; all that ran is dead by then
     */
    public Verdict prove() throws InterruptedException {
        return prove(TimeLeft.endless());
    }

    /**
     * The same in so much time for all runs of the tests together: one that goes on when it is up is killed, and the patch is refused.
     *
     * @throws AgentException if git or the tests cannot be run
     * @throws InterruptedException if the thread was interrupted; all that ran is dead by then
     */
    public Verdict prove(Duration most) throws InterruptedException {
        return prove(new TimeLeft(most, System::nanoTime));
    }

    private Verdict prove(TimeLeft time) throws InterruptedException {
        if (tree.hasMoved())
            return refused(List.of("it commits, or goes to another branch; edit the files, and leave the rest"), "");
        Worktree.Changes changes = tree.changes();
        List<String> refusals = new ArrayList<>();
        changes.ignored().forEach(each -> refusals.add("it writes " + each + ", which git ignores"));
        changes.odd().forEach(each -> refusals.add("it writes " + each + ", which is a link or no text"));
        boolean isUnseen = changes.files().isEmpty() && !refusals.isEmpty();
        if (!isUnseen) refusals.addAll(PatchReview.refusals(changes.files(), suites()));
        if (!refusals.isEmpty()) return refused(refusals, "");
        String patch = tree.commit(changes.files(), "Repair what made tests fail");
        List<String> ran = new ArrayList<>();
        List<String> wrong = proof(time, ran);
        if (!wrong.isEmpty()) return refused(wrong, patch);
        tree.keep();
        return new Verdict(true, ran, patch, tree.branch());
    }

    /** What holds tests, as the run told: ends of paths, of classes without the endings of files. */
    private Set<String> suites() {
        Stream<String> all =
                triage.report().cases().stream().map(each -> each.id().suite());
        Stream<String> paths = switch (tests.program()) {
            case PYTEST -> all.map(suite -> suite.replaceFirst("::.*", ""));
            case MAVEN, GRADLE ->
                all.filter(suite -> suite.contains("."))
                        .map(suite -> suite.replaceFirst("\\$.*", "").replace('.', '/'));
            case VITEST -> all;
            case JEST, NODE, CARGO, GO -> Stream.empty();
        };
        return paths.filter(path -> !path.isEmpty()).collect(Collectors.toSet());
    }

    /** Runs the tests where nothing is but what was committed. */
    private List<String> proof(TimeLeft time, List<String> ran) throws InterruptedException {
        try (Worktree fresh = Worktree.detached(tests.project())) {
            fresh.goTo(tree.head());
            return new PatchProof(triage.report(), targets(), repeats, time).run(tests.at(fresh.project()), ran);
        }
    }

    private Verdict refused(List<String> reasons, String patch) throws InterruptedException {
        tree.reset();
        return new Verdict(false, reasons, patch, "");
    }

    /** The tests that fail for reasons that code can have. A class that failed as a whole has no tests of its own yet. */
    private List<TestId> targets() {
        return triage.causes().stream()
                .filter(each -> FIXABLE.contains(each.kind()))
                .map(Cause::tests)
                .flatMap(List::stream)
                .distinct()
                .toList();
    }

    /**
     * Removes the second tree, and the branch unless a patch was proved.
     *
     * @throws InterruptedException if the thread was interrupted, and the tree may be left
     */
    @Override
    public void close() throws InterruptedException {
        tree.close();
    }
}
