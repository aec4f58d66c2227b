package dev.spindle.tools.tests;

import dev.spindle.context.AgentException;
import dev.spindle.tool.Param;
import dev.spindle.tool.Tool;
import dev.spindle.tool.Tool.Effect;
import dev.spindle.tool.ToolResult;
import dev.spindle.tools.tests.LineHistory.Range;
import dev.spindle.tools.text.QuotedText;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Tools that look into why tests fail: all that a failure said, where its lines come from, and whether tests run them. None of them builds or
 * runs anything of the project.
 *
 * <p>They know the report that they were {@linkplain #show shown} last; {@link TestRunnerTools} shows them each of its own. What they
 * quote was written by the project's code and its committers, and stands behind a margin. Git is asked for the history of files below the
 * project alone, with none of the programs that its settings name.
 *
 * <p>Thread-safe.
 */
public final class FailureTools {
    private static final int MAX_NAMES = 10;
    private static final int MAX_NAME = 300;
    private static final int MAX_GIT = 24_000;
    private static final int USUAL_COMMITS = 10;
    private static final String FILE = "The file's path, such as 'src/main/App.java'";
    private static final String FIRST = "The first line, counted from 1";
    private static final String LAST = "The last line; only the first one if left out";

    private final Path project;
    private final LineHistory history;
    private final Coverage coverage;
    private final AtomicReference<@Nullable TestReport> shown = new AtomicReference<>();

    /** Tools for the project of these tests. */
    public FailureTools(ProjectTests tests) {
        project = tests.project();
        history = new LineHistory(project);
        coverage = new Coverage(project);
    }

    /** Answers from this report from now on. */
    public void show(TestReport report) {
        shown.set(report);
    }

    /** Tells all that is known of one failure of the last report. */
    @Tool(
            name = "get_failure",
            value =
                    "Tells all of one failure of the last run: the whole message, what was expected and what was there, the"
                            + " project's own lines, the trace, and what the test printed.",
            effect = Effect.READ)
    public ToolResult getFailure(
            @Param("The test, as run_tests named it, or a part of its name; the first that failed if left out")
                    @Nullable
                    String test,
            @Param("Which of its failed attempts, counted from 1; the first if left out") @Nullable Integer attempt) {
        TestReport report = shown.get();
        if (report == null) return ToolResult.failed("No tests have run yet; call run_tests first.");
        List<TestCase> all = report.cases().stream()
                .filter(each -> each.firstFailure() != null)
                .toList();
        if (all.isEmpty()) return ToolResult.failed("No test failed in the last run.");
        List<TestCase> found = named(all, Objects.requireNonNullElse(test, "").strip());
        if (found.isEmpty()) return ToolResult.failed("No test of that name failed. These did: " + names(all));
        int most = FailureText.attempts(found.get(0)).size();
        int which = Objects.requireNonNullElse(attempt, 1);
        if (which < 1 || which > most)
            return ToolResult.failed(
                    "It failed " + (most == 1 ? "once" : most + " times") + "; there is no attempt " + which);
        String more = found.size() == 1
                ? ""
                : "Others of that name failed, too: " + names(found.subList(1, found.size())) + "\n";
        return ToolResult.text(FailureText.of(found.get(0), which, project) + more);
    }

    /** Tells which commit each line comes from; at most 200 lines. */
    @Tool(
            name = "git_blame",
            value = "Tells for lines of a file which commit each comes from, by whom and when.",
            effect = Effect.READ)
    public ToolResult gitBlame(
            @Param(FILE) String path,
            @Param(value = FIRST, name = "first_line") int firstLine,
            @Param(value = LAST, name = "last_line") @Nullable Integer lastLine)
            throws InterruptedException {
        return asked(() -> history.blame(path, Range.of(firstLine, lastLine)));
    }

    /** Tells which commits changed a file, or lines of it; at most 50. */
    @Tool(
            name = "git_log",
            value = "Tells which commits changed a file, or lines of it, newest first.",
            effect = Effect.READ)
    public ToolResult gitLog(
            @Param("The file's path; the whole project if left out") @Nullable String path,
            @Param(value = "The first line, counted from 1; the whole file if left out", name = "first_line") @Nullable
                    Integer firstLine,
            @Param(value = LAST, name = "last_line") @Nullable Integer lastLine,
            @Param("How many commits, 10 if left out") @Nullable Integer count)
            throws InterruptedException {
        int most = Objects.requireNonNullElse(count, USUAL_COMMITS);
        return asked(() -> history.log(path, firstLine == null ? null : Range.of(firstLine, lastLine), most));
    }

    /** Tells what changed since a commit; of files that git does not know yet, nothing. */
    @Tool(
            name = "git_diff",
            value = "Tells what changed between a commit and the files as they are now.",
            effect = Effect.READ)
    public ToolResult gitDiff(
            @Param("The file's or folder's path; the whole project if left out") @Nullable String path,
            @Param("The commit, as HEAD, HEAD~3 or the letters that git_log showed; HEAD if left out") @Nullable
                    String since)
            throws InterruptedException {
        return asked(() -> history.diff(path, Objects.requireNonNullElse(since, "HEAD")));
    }

    /** Tells which lines of a source file tests ran, by a report of JaCoCo that is already there. */
    @Tool(
            name = "get_coverage",
            value = "Tells which lines of a source file the tests have run, if a report of JaCoCo is there.",
            effect = Effect.READ)
    public ToolResult getCoverage(@Param(FILE) String path) throws InterruptedException {
        ToolResult said = asked(() -> coverage.describe(path));
        if (!said.text().equals(NOTHING)) return said;
        return ToolResult.failed(
                coverage.hasReports()
                        ? "No report of JaCoCo speaks of that file; name it as src/main/java/shop/Cart.java"
                        : "There is no report of JaCoCo in the project; its build has to write one.");
    }

    private static final String NOTHING = "Nothing.";

    /** A question that may be refused in words. */
    @FunctionalInterface
    private interface Question {
        String ask() throws InterruptedException;
    }

    private static ToolResult asked(Question question) throws InterruptedException {
        try {
            String said = question.ask();
            return ToolResult.text(said.isBlank() ? NOTHING : QuotedText.block(said, MAX_GIT));
        } catch (AgentException refused) {
            return ToolResult.failed(QuotedText.line(String.valueOf(refused.getMessage()), MAX_GIT));
        }
    }

    /** The tests of a name: of exactly that one, else of an end, else of a part. */
    private static List<TestCase> named(List<TestCase> all, String name) {
        if (name.isEmpty()) return all.subList(0, 1);
        return Stream.<Predicate<String>>of(
                        id -> id.equals(name),
                        id -> id.endsWith(name),
                        id -> small(id).contains(small(name)))
                .map(fits -> all.stream()
                        .filter(each -> fits.test(each.id().toString()))
                        .toList())
                .filter(found -> !found.isEmpty())
                .findFirst()
                .orElse(List.of());
    }

    private static String names(List<TestCase> all) {
        String some = String.join(
                ", ",
                all.stream()
                        .limit(MAX_NAMES)
                        .map(each -> QuotedText.line(each.id().toString(), MAX_NAME))
                        .toList());
        return all.size() > MAX_NAMES ? some + " and " + (all.size() - MAX_NAMES) + " more" : some;
    }

    private static String small(String text) {
        return text.toLowerCase(Locale.ROOT);
    }
}
