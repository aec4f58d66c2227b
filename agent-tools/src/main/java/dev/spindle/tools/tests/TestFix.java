package dev.spindle.tools.tests;

import dev.spindle.context.AgentException;
import dev.spindle.tools.files.ConfinedFolder;
import dev.spindle.tools.tests.TestCase.Status;
import dev.spindle.tools.tests.TestReport.Outcome;
import dev.spindle.tools.tests.Triage.Cause;
import dev.spindle.tools.tests.Triage.Kind;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

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
    private static final int SHOWN = 5;
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
        Worktree.Changes changes = tree.changes();
        List<String> refusals = new ArrayList<>();
        changes.ignored().forEach(each -> refusals.add("it writes " + each + ", which git ignores"));
        boolean onlyIgnored = changes.files().isEmpty() && !refusals.isEmpty();
        if (!onlyIgnored) refusals.addAll(PatchReview.refusals(changes.files()));
        if (!refusals.isEmpty()) return refused(refusals, "", false);
        String patch = tree.commit(changes.files(), "Repair what made tests fail");
        List<String> ran = new ArrayList<>();
        List<String> wrong = run(tests.at(tree.project()), ran);
        if (!wrong.isEmpty()) return refused(wrong, patch, true);
        tree.keep();
        return new Verdict(true, ran, patch, tree.branch());
    }

    private Verdict refused(List<String> reasons, String patch, boolean committed) throws InterruptedException {
        tree.reset(committed);
        return new Verdict(false, reasons, patch, "");
    }

    /** Runs what must pass, the quickest first; returns what is wrong. */
    private List<String> run(ProjectTests there, List<String> ran) throws InterruptedException {
        List<TestId> targets = targets();
        if (!targets.isEmpty()) {
            List<String> still = failing(targets, there.run(targets));
            if (!still.isEmpty()) return still;
            ran.add(targets.size() + (targets.size() == 1 ? " test that failed passes" : " tests that failed pass"));
        }
        TestReport whole = there.run("");
        List<String> broken = broken(whole);
        if (!broken.isEmpty()) return broken;
        ran.add("the whole suite runs, " + whole.counts().passed() + " tests pass and none fails that did not before");
        for (int i = 0; i < repeats && !targets.isEmpty(); i++) {
            List<String> again = failing(targets, there.run(targets));
            if (!again.isEmpty()) return again;
        }
        if (!targets.isEmpty()) ran.add("what failed passes again (" + repeats + "x)");
        return List.of();
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

    private static List<String> failing(List<TestId> targets, TestReport report) {
        if (report.outcome() == Outcome.NOT_COMPILED || report.outcome() == Outcome.NOT_BUILT)
            return List.of("with it the code does not build: " + reason(report));
        Map<TestId, TestCase> now = byId(report);
        List<String> still = new ArrayList<>();
        for (TestId each : targets) {
            TestCase test = now.get(each);
            // One without a name stood for its whole suite, which now has names.
            if (each.name().isEmpty()) continue;
            if (test == null) still.add(each + " does not run any more");
            else if (test.isFailed()) still.add(each + " still fails" + said(test));
            else if (test.status() == Status.SKIPPED) still.add(each + " is left out");
        }
        if (still.isEmpty() && !report.failed().isEmpty())
            still.add(report.failed().get(0).id() + " fails");
        boolean stopped = report.outcome() == Outcome.CRASHED || report.outcome() == Outcome.TIMED_OUT;
        if (still.isEmpty() && stopped) still.add("the tests did not come to an end");
        return shortened(still);
    }

    /** What the whole suite has lost. */
    private List<String> broken(TestReport whole) {
        if (whole.outcome() != Outcome.PASSED && whole.outcome() != Outcome.FAILED)
            return List.of("with it the whole suite does not run: " + reason(whole));
        Map<TestId, TestCase> before = byId(triage.report());
        Map<TestId, TestCase> now = byId(whole);
        Set<TestId> targets = Set.copyOf(targets());
        List<String> broken = new ArrayList<>();
        for (TestCase each : whole.failed()) {
            TestCase then = before.get(each.id());
            boolean failedBefore = then != null && (then.isFailed() || then.isFlaky());
            if (!failedBefore || targets.contains(each.id())) broken.add("it breaks " + each.id() + said(each));
        }
        for (TestCase each : triage.report().cases()) {
            TestCase test = now.get(each.id());
            boolean ran = each.status() != Status.SKIPPED && !each.id().name().isEmpty();
            if (ran && test == null) broken.add(each.id() + " does not run any more");
            else if (ran && test != null && test.status() == Status.SKIPPED) broken.add(each.id() + " is left out");
        }
        return shortened(broken);
    }

    private static List<String> shortened(List<String> all) {
        if (all.size() <= SHOWN) return all;
        List<String> some = new ArrayList<>(all.subList(0, SHOWN));
        some.add("and " + (all.size() - SHOWN) + " more");
        return some;
    }

    private static Map<TestId, TestCase> byId(TestReport report) {
        Map<TestId, TestCase> byId = new LinkedHashMap<>();
        report.cases().forEach(each -> byId.put(each.id(), each));
        return byId;
    }

    private static String said(TestCase test) {
        TestFailure failure = test.failure();
        String first =
                failure == null ? "" : failure.message().lines().findFirst().orElse("");
        return first.isEmpty() ? "" : " (" + first + ")";
    }

    private static String reason(TestReport report) {
        if (!report.compileErrors().isEmpty()) {
            TestReport.CompileError error = report.compileErrors().get(0);
            return error.file() + ":" + error.line() + ": " + error.message();
        }
        return report.buildError().lines().findFirst().orElse(report.outcome().name());
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
