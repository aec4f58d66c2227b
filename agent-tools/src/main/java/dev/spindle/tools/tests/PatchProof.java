package dev.spindle.tools.tests;

import dev.spindle.tools.tests.TestCase.Status;
import dev.spindle.tools.tests.TestReport.Outcome;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Runs what must pass with a patch: the tests that failed, then all, then those that failed again. Programs may give several tests one name,
 * so that of each as many must run as before, and no more fail.
 *
 * @param before what the whole suite showed without the patch
 * @param targets the tests that failed for reasons that code can have
 * @param repeats how often these must pass again at the end
 * @param time for all runs together
 */
record PatchProof(TestReport before, List<TestId> targets, int repeats, TimeLeft time) {
    private static final int SHOWN = 5;
    private static final String TIME_UP = "the time for runs of the tests was up before it was proved";

    /**
     * Runs the quickest first; returns what is wrong.
     *
     * @param there the tests, where the patch is
     * @param ran is given what has been shown
     */
    List<String> run(ProjectTests there, List<String> ran) throws InterruptedException {
        if (!targets.isEmpty()) {
            List<String> still = failing(time.bound(there).run(targets));
            if (!still.isEmpty()) return still;
            ran.add(targets.size() + (targets.size() == 1 ? " test that failed passes" : " tests that failed pass"));
        }
        TestReport whole = time.bound(there).run("");
        List<String> broken = broken(whole);
        if (!broken.isEmpty()) return broken;
        ran.add("the whole suite runs, " + whole.counts().passed() + " tests pass and none fails that did not before");
        for (int i = 0; i < repeats && !targets.isEmpty(); i++) {
            List<String> again = failing(time.bound(there).run(targets));
            if (!again.isEmpty()) return again;
        }
        if (!targets.isEmpty()) ran.add("what failed passes again (" + repeats + "x)");
        return List.of();
    }

    private boolean isCut(TestReport report) {
        return report.outcome() == Outcome.TIMED_OUT && time.isUp();
    }

    private List<String> failing(TestReport report) {
        if (isCut(report)) return List.of(TIME_UP);
        if (report.outcome() == Outcome.NOT_COMPILED || report.outcome() == Outcome.NOT_BUILT)
            return List.of("with it the code does not build: " + reason(report));
        Map<TestId, TestCase> now = report.worstById();
        List<String> still = new ArrayList<>();
        for (TestId each : targets) {
            // One without a name stood for its whole suite, which now has names.
            if (each.name().isEmpty()) continue;
            TestCase test = now.get(each);
            if (test == null) still.add(each + " does not run any more");
            else if (test.isFailed()) still.add(each + " still fails" + said(test));
            else if (test.isFlaky()) still.add(each + " passes only when its test program runs it again");
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
        if (isCut(whole)) return List.of(TIME_UP);
        if (whole.outcome() != Outcome.PASSED && whole.outcome() != Outcome.FAILED)
            return List.of("with it the whole suite does not run: " + reason(whole));
        Map<TestId, Tally> then = tallies(before);
        Map<TestId, Tally> now = tallies(whole);
        Map<TestId, TestCase> worst = whole.worstById();
        Set<TestId> repaired = Set.copyOf(targets);
        List<String> broken = new ArrayList<>();
        now.forEach((id, tally) -> {
            int allowed = repaired.contains(id)
                    ? 0
                    : then.getOrDefault(id, Tally.NONE).unreliable();
            TestCase test = worst.get(id);
            if (tally.failed() > allowed && test != null) broken.add("it breaks " + id + said(test));
        });
        then.forEach((id, tally) -> {
            Tally left = now.getOrDefault(id, Tally.NONE);
            if (id.name().isEmpty()) return;
            if (left.all() < tally.needed()) broken.add(id + " does not run any more");
            else if (left.skipped() > tally.skipped()) broken.add(id + " is left out");
        });
        return shortened(broken);
    }

    /**
     * How those of one name ended.
     *
     * @param failed those that did not pass
     * @param unreliable these, and those that passed only when they were run again
     * @param needed how many must run with a patch; what a test throws when it is torn down is one more in some reports
     */
    private record Tally(int all, int failed, int unreliable, int skipped, int needed) {
        private static final Tally NONE = new Tally(0, 0, 0, 0, 0);

        private static Tally of(TestCase test) {
            boolean isSkipped = test.status() == Status.SKIPPED;
            return new Tally(
                    1,
                    test.isFailed() ? 1 : 0,
                    test.isFailed() || test.isFlaky() ? 1 : 0,
                    isSkipped ? 1 : 0,
                    isSkipped ? 0 : 1);
        }

        private Tally and(Tally other, TestCase.Status added) {
            int more = added == Status.ERROR && needed > 0 ? 0 : other.needed;
            return new Tally(
                    all + other.all,
                    failed + other.failed,
                    unreliable + other.unreliable,
                    skipped + other.skipped,
                    needed + more);
        }
    }

    private static Map<TestId, Tally> tallies(TestReport report) {
        Map<TestId, Tally> tallies = new LinkedHashMap<>();
        for (TestCase each : report.cases())
            tallies.merge(each.id(), Tally.of(each), (some, one) -> some.and(one, each.status()));
        return tallies;
    }

    private static List<String> shortened(List<String> all) {
        if (all.size() <= SHOWN) return all;
        List<String> some = new ArrayList<>(all.subList(0, SHOWN));
        some.add("and " + (all.size() - SHOWN) + " more");
        return some;
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
}
