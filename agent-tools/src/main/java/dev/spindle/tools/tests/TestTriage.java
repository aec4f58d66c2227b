package dev.spindle.tools.tests;

import dev.spindle.context.AgentException;
import dev.spindle.tools.tests.TestCase.Status;
import dev.spindle.tools.tests.TestReport.Outcome;
import dev.spindle.tools.tests.Triage.Kind;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

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
    private final Consumer<String> progress;

    private TestTriage(ProjectTests tests, int repeats, Consumer<String> progress) {
        this.tests = tests;
        this.repeats = repeats;
        this.progress = progress;
    }

    /** The triage of these tests, which runs once more, alone, what failed; and once more with all others what then passed. */
    public static TestTriage of(ProjectTests tests) {
        return new TestTriage(tests, 1, line -> {});
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
        return new TestTriage(tests, times, progress);
    }

    /** The same, telling each run before it begins. */
    public TestTriage telling(Consumer<String> listener) {
        return new TestTriage(tests, repeats, listener);
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
        return run(() -> tests.run(choice));
    }

    /**
     * Runs these tests and sorts what failed.
     *
     * @param chosen as a report names them; all if there are none
     * @throws AgentException if the program cannot be started
     * @throws InterruptedException if the thread was interrupted; all that ran is dead by then
     */
    public Triage run(List<TestId> chosen) throws InterruptedException {
        return run(() -> tests.run(chosen));
    }

    /** A run of the tests that were chosen. */
    @FunctionalInterface
    private interface Running {
        TestReport run() throws InterruptedException;
    }

    private Triage run(Running whole) throws InterruptedException {
        progress.accept("running the tests with " + tests.program());
        TestReport first = whole.run();
        return new Sorting(first, whole).triage();
    }

    /** How the attempts of one test that failed went. */
    private static final class Attempts {
        private int passedAlone;
        private int failedAlone;
        private int passedWithOthers;
        private int failedWithOthers;
        private final List<TestFailure> failures = new ArrayList<>();

        private boolean hasPassed() {
            return passedAlone + passedWithOthers > 0;
        }

        private boolean dependsOnOthers() {
            return failedAlone == 0 && passedAlone > 0 && passedWithOthers == 0 && failedWithOthers > 0;
        }

        private FailureSigns.Judged judged(int repeats) {
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
            String why =
                    repeats == 0 ? "it was not run again" : "fails each time, also alone (" + times(failedAlone) + ")";
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
        private final Causes causes = new Causes(tests.project());
        private int runs = 1;

        Sorting(TestReport first, Running whole) {
            this.first = first;
            this.whole = whole;
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
            for (int i = 0; i < repeats && !suspects.isEmpty(); i++) {
                progress.accept("running what failed again, alone (" + (i + 1) + " of " + repeats + ")");
                Map<TestId, TestCase> again = again(() -> tests.run(suspects.keySet()));
                suspects.forEach((id, attempts) -> {
                    if (note(again, id, attempts)) attempts.passedAlone++;
                    else attempts.failedAlone++;
                });
            }
            Set<TestId> passed = new LinkedHashSet<>();
            suspects.forEach((id, attempts) -> {
                if (attempts.failedAlone == 0 && attempts.passedAlone > 0) passed.add(id);
            });
            for (int i = 0; i < repeats && !passed.isEmpty(); i++) {
                progress.accept("running all again, since some passed alone (" + (i + 1) + " of " + repeats + ")");
                Map<TestId, TestCase> again = again(whole);
                for (TestId id : passed) {
                    Attempts attempts = suspects.getOrDefault(id, new Attempts());
                    if (note(again, id, attempts)) attempts.passedWithOthers++;
                    else attempts.failedWithOthers++;
                }
            }
        }

        private Map<TestId, TestCase> again(Running running) throws InterruptedException {
            runs++;
            Map<TestId, TestCase> byId = new LinkedHashMap<>();
            running.run().cases().forEach(each -> byId.put(each.id(), each));
            return byId;
        }

        /** Whether it passed; what is not in the report has not. */
        private boolean note(Map<TestId, TestCase> again, TestId id, Attempts attempts) {
            TestCase now = again.get(id);
            if (now == null) return false;
            TestFailure failure = now.failure();
            if (failure != null) attempts.failures.add(failure);
            return now.status() == Status.PASSED;
        }

        private TestCase merged(TestCase test, Map<TestId, Attempts> suspects) {
            Attempts attempts = suspects.get(test.id());
            TestFailure failure = test.failure();
            if (test.isFlaky()) {
                causes.add(
                        new FailureSigns.Judged(Kind.FLAKY, "its test program ran it again, and it passed"),
                        test,
                        test.attempts().get(0));
            }
            if (attempts == null || failure == null) return test;
            FailureSigns.Judged judged = attempts.judged(repeats);
            causes.add(judged, test, failure);
            List<TestFailure> all = new ArrayList<>(test.attempts());
            all.addAll(attempts.failures);
            if (judged.kind() != Kind.FLAKY) return test.with(test.status(), failure, all);
            all.add(0, failure);
            return test.with(Status.PASSED, null, all);
        }
    }
}
