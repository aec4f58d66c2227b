package dev.spindle.tools.tests;

import dev.spindle.context.AgentException;
import dev.spindle.tools.tests.TestCase.Status;
import dev.spindle.tools.tests.TestReport.Outcome;
import dev.spindle.tools.tests.Triage.Kind;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * Runs a project's tests and finds out what kind of trouble those are in that fail: by what they say, and by running them again, alone and
 * with the others. No model is asked.
 *
 * <p>Immutable.
 */
public final class TestTriage {
    private static final int MAX_REPEATS = 50;

    private final ProjectTests tests;
    private final int repeats;
    private final Supplier<TimeLeft> time;
    private final Consumer<String> progress;

    private TestTriage(ProjectTests tests, int repeats, Supplier<TimeLeft> time, Consumer<String> progress) {
        this.tests = tests;
        this.repeats = repeats;
        this.time = time;
        this.progress = progress;
    }

    /** The triage of these tests, which runs once more, alone, what failed; and once more with all others what then passed. */
    public static TestTriage of(ProjectTests tests) {
        return new TestTriage(tests, 1, TimeLeft::endless, line -> {});
    }

    /**
     * The same with more repeats, which tell more flaky tests from others.
     *
     * @param times how often what failed is run again; 0 to sort by what the first run said
     * @throws IllegalArgumentException if it is negative or more than 50
     */
    public TestTriage repeating(int times) {
        if (times < 0 || times > MAX_REPEATS)
            throw new IllegalArgumentException("tests are repeated 0 to " + MAX_REPEATS + " times, not " + times);
        return new TestTriage(tests, times, time, progress);
    }

    /** The same, telling each run before it begins, and every 10 s that it goes on. */
    public TestTriage telling(Consumer<String> listener) {
        return new TestTriage(tests, repeats, time, listener);
    }

    /**
     * The same in so much time for all runs together: one that goes on when it is up is killed, none begins after it, and what fails is sorted
     * by the runs that were made.
     */
    public TestTriage within(Duration most) {
        return within(most, System::nanoTime);
    }

    TestTriage within(Duration most, LongSupplier nanos) {
        return new TestTriage(tests, repeats, () -> new TimeLeft(most, nanos), progress);
    }

    /**
     * Runs tests and sorts what failed.
     *
     * @param choice which tests, as in {@link ProjectTests#run(String)}
     * @throws IllegalArgumentException if it is no choice of tests
     * @throws AgentException if the program cannot be started
     * @throws InterruptedException if the thread was interrupted; all that ran is dead by then
     */
    public Triage run(String choice) throws InterruptedException {
        return run(each -> each.run(choice));
    }

    /**
     * Runs these tests and sorts what failed.
     *
     * @param chosen as a report names them; all if there are none
     * @throws AgentException if the program cannot be started
     * @throws InterruptedException if the thread was interrupted; all that ran is dead by then
     */
    public Triage run(List<TestId> chosen) throws InterruptedException {
        return run(each -> each.run(chosen));
    }

    /** A run of the tests that were chosen. */
    @FunctionalInterface
    private interface Running {
        TestReport run(ProjectTests tests) throws InterruptedException;
    }

    private Triage run(Running whole) throws InterruptedException {
        TimeLeft left = time.get();
        progress.accept("running the tests with " + tests.program());
        TestReport first = whole.run(left.bound(tests.telling(progress)));
        return new Sorting(first, whole, left).triage();
    }

    /** How the attempts of one test that failed went. */
    private static final class Attempts {
        private int passedAlone;
        private int failedAlone;
        private int passedWithOthers;
        private int failedWithOthers;
        private final List<TestFailure> failures = new ArrayList<>();

        private void noteAlone(boolean passes) {
            if (passes) passedAlone++;
            else failedAlone++;
        }

        private void noteWithOthers(boolean passes) {
            if (passes) passedWithOthers++;
            else failedWithOthers++;
        }

        private boolean hasPassed() {
            return passedAlone + passedWithOthers > 0;
        }

        private boolean dependsOnOthers() {
            return failedAlone == 0 && passedAlone > 0 && passedWithOthers == 0 && failedWithOthers > 0;
        }

        private FailureSigns.Judged judged() {
            if (dependsOnOthers())
                return new FailureSigns.Judged(
                        Kind.ORDER,
                        "passes alone (" + times(passedAlone) + "), fails with the others ("
                                + times(failedWithOthers + 1) + ")");
            if (hasPassed())
                return new FailureSigns.Judged(
                        Kind.FLAKY,
                        "failed, and passed in " + (passedAlone + passedWithOthers) + " of "
                                + (passedAlone + failedAlone + passedWithOthers + failedWithOthers) + " runs after it");
            String why = failedAlone == 0
                    ? "it was not run again"
                    : "fails each time, also alone (" + times(failedAlone) + ")";
            return new FailureSigns.Judged(Kind.REAL, why);
        }

        private static String times(int number) {
            return number == 1 ? "once" : number + " times";
        }
    }

    /** The sorting of one run. */
    private final class Sorting {
        private final TestReport first;
        private final Running whole;
        private final TimeLeft left;
        private final Causes causes;
        private int runs = 1;

        Sorting(TestReport first, Running whole, TimeLeft left) {
            this.first = first;
            this.whole = whole;
            this.left = left;
            this.causes = new Causes(tests.project(), first);
        }

        Triage triage() throws InterruptedException {
            first.compileErrors().forEach(causes::add);
            if (first.outcome() == Outcome.NOT_BUILT) causes.addBuild(first.buildError());
            Map<TestId, Attempts> suspects = new LinkedHashMap<>();
            for (TestCase each : first.failed()) {
                TestFailure failure = each.failure();
                if (failure == null || causes.isCompilation(each, failure)) continue;
                FailureSigns.Judged judged = FailureSigns.of(failure, tests.project());
                if (judged == null) suspects.put(each.id(), new Attempts());
                else causes.add(judged, each, failure);
            }
            repeat(suspects);
            List<TestCase> merged = new ArrayList<>();
            for (TestCase each : first.cases()) merged.add(merged(each, suspects));
            return new Triage(
                    new TestReport(
                            first.outcome(), first.duration(), merged, first.compileErrors(), first.buildError()),
                    causes.sorted(),
                    runs);
        }

        private void repeat(Map<TestId, Attempts> suspects) throws InterruptedException {
            for (int i = 0; i < repeats && !suspects.isEmpty() && !left.isUp(); i++) {
                progress.accept("running what failed again, alone (" + (i + 1) + " of " + repeats + ")");
                again(each -> each.run(suspects.keySet()), suspects, Attempts::noteAlone);
            }
            Map<TestId, Attempts> passed = new LinkedHashMap<>(suspects);
            passed.values().removeIf(attempts -> attempts.failedAlone > 0 || attempts.passedAlone == 0);
            for (int i = 0; i < repeats && !passed.isEmpty() && !left.isUp(); i++) {
                progress.accept("running all again, since some passed alone (" + (i + 1) + " of " + repeats + ")");
                again(whole, passed, Attempts::noteWithOthers);
            }
        }

        /** Runs again, and notes what became of tests: what is not in the report has not passed, unless there was no time for it. */
        private void again(Running running, Map<TestId, Attempts> suspects, BiConsumer<Attempts, Boolean> noting)
                throws InterruptedException {
            runs++;
            Map<TestId, TestCase> byId =
                    running.run(left.bound(tests.telling(progress))).worstById();
            suspects.forEach((id, attempts) -> {
                TestCase now = byId.get(id);
                TestFailure failure = now == null ? null : now.failure();
                boolean cut = failure == null ? now == null : failure.type().equals(Found.TIMEOUT);
                if (cut && left.isUp()) return;
                noting.accept(attempts, now != null && now.status() == Status.PASSED);
                if (failure != null) attempts.failures.add(failure);
            });
        }

        private TestCase merged(TestCase test, Map<TestId, Attempts> suspects) throws InterruptedException {
            Attempts attempts = suspects.get(test.id());
            TestFailure failure = test.failure();
            if (test.isFlaky()) {
                causes.add(
                        new FailureSigns.Judged(Kind.FLAKY, "its test program ran it again, and it passed"),
                        test,
                        test.attempts().get(0));
            }
            if (attempts == null || failure == null) return test;
            FailureSigns.Judged judged = attempts.judged();
            causes.add(judged, test, failure);
            List<TestFailure> all = new ArrayList<>(test.attempts());
            all.addAll(attempts.failures);
            if (judged.kind() != Kind.FLAKY) return test.with(test.status(), failure, all);
            all.add(0, failure);
            return test.with(Status.PASSED, null, all);
        }
    }
}
