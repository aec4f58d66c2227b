package dev.spindle.tools.tests;

import dev.spindle.context.AgentException;
import dev.spindle.tools.tests.TestCase.Status;
import dev.spindle.tools.tests.TestReport.Outcome;
import dev.spindle.tools.tests.Triage.Cause;
import dev.spindle.tools.tests.Triage.Kind;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Finds which of the last commits made tests fail, by running them at some of these: in a second working tree, so that the user's own stays as
 * it is. Of each real failure, one test is looked at, of three failures at most; a search over 100 commits runs them about ten times.
 *
 * <p>Used by one thread. Each run is bounded as runs of the tests are, and all of them by one time; what runs is said at {@link ProjectTests}.
 */
public final class TestBisect {
    private static final int MAX_COMMITS = 1_000;
    private static final int MAX_TESTS = 3;
    private static final String TIME_UP = "the time of the search was up";
    private static final String FIELDS = "%H%x09%ad%x09%an%x09%s";

    private final ProjectTests tests;
    private final List<TestId> targets;
    private final int commits;
    private final TimeLeft time;
    private final Consumer<String> progress;
    private final Map<Integer, Map<TestId, State>> known = new HashMap<>();

    private TestBisect(
            ProjectTests tests, List<TestId> targets, int commits, TimeLeft time, Consumer<String> progress) {
        this.tests = tests;
        this.targets = targets;
        this.commits = commits;
        this.time = time;
        this.progress = progress;
    }

    /** How a test is at a commit. */
    private enum State {
        PASSES,
        FAILS,
        /** It is not there, is left out, or cannot be built. */
        UNKNOWN,
        /** The time of the search was up before it was known. */
        NOT_TRIED
    }

    /**
     * A commit.
     *
     * @param id its whole name
     * @param date as {@code 2026-11-28}
     */
    public record Commit(String id, String date, String author, String subject) {
        private static Commit of(String line) {
            String[] fields = line.split("\t", 4);
            return new Commit(fields[0], fields[1], fields[2], fields[3]);
        }

        /** In short, for people: the beginning of its name, when, by whom and what for. */
        @Override
        public String toString() {
            return id.substring(0, Math.min(10, id.length())) + " (" + date + ", " + author + ": " + subject + ")";
        }
    }

    /**
     * Since when a test fails.
     *
     * @param first the first commit at which it does; null if that is not known
     * @param words what is known, in words
     */
    public record Since(TestId test, @Nullable Commit first, String words) {}

    /**
     * Searches for where the real failures of a triage began.
     *
     * @param commits how far back, along first parents; 1 to 1,000
     * @param time for the whole search; when it is up, what is known by then is told
     * @param progress is told each run before it begins, and every 10 s that it goes on
     * @return one for each test that was looked at; none if there is no real failure
     * @throws IllegalArgumentException if the number of commits is out of range
     * @throws AgentException if the project is in no repository of git
     * @throws InterruptedException if the thread was interrupted; all that ran is dead by then
     */
    public static List<Since> search(
            ProjectTests tests, Triage triage, int commits, Duration time, Consumer<String> progress)
            throws InterruptedException {
        return search(tests, triage, commits, new TimeLeft(time, System::nanoTime), progress);
    }

    static List<Since> search(ProjectTests tests, Triage triage, int commits, TimeLeft time, Consumer<String> progress)
            throws InterruptedException {
        if (commits < 1 || commits > MAX_COMMITS)
            throw new IllegalArgumentException("a search goes back 1 to " + MAX_COMMITS + " commits, not " + commits);
        List<TestId> targets = triage.causes().stream()
                .filter(each -> each.kind() == Kind.REAL && !each.tests().isEmpty())
                .map(Cause::tests)
                .map(each -> each.get(0))
                .distinct()
                .limit(MAX_TESTS)
                .toList();
        return targets.isEmpty()
                ? List.of()
                : new TestBisect(tests.telling(progress), targets, commits, time, progress).search();
    }

    private List<Since> search() throws InterruptedException {
        List<Since> found = new ArrayList<>();
        try (Worktree tree = Worktree.detached(tests.project())) {
            List<Commit> all = Git.withoutPrograms(tree.project())
                    .run("log", "--first-parent", "--date=short", "--format=" + FIELDS, "--max-count=" + (commits + 1))
                    .lines()
                    .map(Commit::of)
                    .toList();
            for (TestId each : targets) found.add(since(each, all, tree));
        }
        return found;
    }

    private Since since(TestId test, List<Commit> all, Worktree tree) throws InterruptedException {
        Commit newest = all.get(0);
        int before = all.size() - 1;
        return switch (state(test, 0, all, tree)) {
            case PASSES -> new Since(test, null, "it passes at " + newest + ": what is not committed makes it fail");
            case UNKNOWN -> new Since(test, null, "it cannot be run at " + newest + ", where a search begins");
            case NOT_TRIED -> new Since(test, null, TIME_UP + " before it had run at " + newest);
            case FAILS ->
                switch (before == 0 ? State.FAILS : state(test, before, all, tree)) {
                    case FAILS ->
                        new Since(test, null, "it fails at all of the last commits, back to " + all.get(before));
                    case NOT_TRIED ->
                        new Since(test, null, TIME_UP + "; it fails at " + newest + ", and no other was tried");
                    case PASSES, UNKNOWN -> between(test, all, tree);
                };
        };
    }

    /** Of a test that fails at the newest commit and does not at the oldest. */
    private Since between(TestId test, List<Commit> all, Worktree tree) throws InterruptedException {
        int fails = 0;
        int before = all.size() - 1;
        while (before - fails > 1) {
            int middle = (fails + before) / 2;
            State there = state(test, middle, all, tree);
            if (there == State.NOT_TRIED)
                return new Since(
                        test,
                        null,
                        TIME_UP + "; it fails since " + all.get(fails) + " at the latest, and not yet at "
                                + all.get(before));
            if (there == State.FAILS) fails = middle;
            else before = middle;
        }
        Commit first = all.get(fails);
        return state(test, before, all, tree) == State.PASSES
                ? new Since(test, first, "it fails since " + first)
                : new Since(
                        test,
                        null,
                        "it fails since " + first
                                + " at the latest: at the commit before, it is not there or cannot be run");
    }

    private State state(TestId test, int at, List<Commit> all, Worktree tree) throws InterruptedException {
        Map<TestId, State> there = known.get(at);
        if (there == null) {
            if (time.isUp()) return State.NOT_TRIED;
            progress.accept("running what fails at " + all.get(at));
            tree.goTo(all.get(at).id());
            there = states(tree);
            known.put(at, there);
        }
        return there.getOrDefault(test, State.UNKNOWN);
    }

    private Map<TestId, State> states(Worktree tree) throws InterruptedException {
        Map<TestId, State> states = new HashMap<>();
        try {
            TestReport report = time.bound(tests.at(tree.project())).run(targets);
            boolean isCut = report.outcome() == Outcome.TIMED_OUT && time.isUp();
            if (isCut) targets.forEach(each -> states.put(each, State.NOT_TRIED));
            for (TestCase each : report.worstById().values())
                if (!isCut || !hasTimedOut(each)) states.put(each.id(), state(each));
        } catch (AgentException notThereYet) {
            return Map.of();
        }
        return states;
    }

    private static State state(TestCase test) {
        if (test.isFailed()) return State.FAILS;
        return test.status() == Status.PASSED ? State.PASSES : State.UNKNOWN;
    }

    private static boolean hasTimedOut(TestCase test) {
        TestFailure failure = test.failure();
        return failure != null && failure.type().equals(Found.TIMEOUT);
    }
}
