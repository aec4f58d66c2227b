package dev.spindle.tools.tests;

import dev.spindle.tools.tests.DeclaredTests.Declared;
import dev.spindle.tools.tests.TestReport.CompileError;
import dev.spindle.tools.tests.TestReport.SourceLine;
import dev.spindle.tools.tests.Triage.Cause;
import dev.spindle.tools.tests.Triage.Kind;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Gathers what is wrong: tests that fail for one reason are one cause. Used by one thread. */
final class Causes {
    private static final int MAX_SAID = 400;
    private static final Pattern SOUNDS_WRONG =
            Pattern.compile("(?i)\\berrors?\\b|exception|\\bfail(?:ed|ure)\\b|\\bcannot\\b|could not|not found|fatal");
    private static final String WENT_WRONG = "* What went wrong:";
    private static final int MAX_DECLARED = 5;
    /** Of how many causes without a line of their own lines are looked for; a report shows fewer. */
    private static final int MAX_LOOKS = 100;

    private static final Pattern VALUES =
            Pattern.compile("0x[0-9a-fA-F]{1,40}|\\d{1,40}|'[^'\\n]{0,200}'|\"[^\"\\n]{0,200}\"|<[^>\\n]{0,200}>");
    private static final Pattern SYNTAX =
            Pattern.compile("(?:Syntax|Indentation|Tab|Parse)Error|Failed to parse source|Transform failed");

    private final Path project;
    private final TestReport report;
    private final Map<String, Gathered> byKey = new LinkedHashMap<>();
    private final Map<String, CompileError> compileErrors = new LinkedHashMap<>();
    private @Nullable List<Declared> declared; // found once, since many tests may hang
    private @Nullable List<SourceLine> ending;
    private int looks;

    private static final class Gathered {
        private final FailureSigns.Judged judged;
        private final String said;
        private final List<SourceLine> lines;
        private final List<TestId> tests = new ArrayList<>();

        Gathered(FailureSigns.Judged judged, String said, List<SourceLine> lines) {
            this.judged = judged;
            this.said = said;
            this.lines = lines;
        }
    }

    /** For a project, and what its first run showed. */
    Causes(Path project, TestReport report) {
        this.project = project;
        this.report = report;
    }

    void add(CompileError error) {
        compileErrors.putIfAbsent(error.file(), error);
        SourceLine line = new Sources(project).line(error.file(), error.line());
        FailureSigns.Judged judged = new FailureSigns.Judged(Kind.COMPILATION, "the compiler says so");
        byKey.putIfAbsent(
                "c" + error.file() + ":" + error.line(), new Gathered(judged, head(error.message()), List.of(line)));
    }

    /** A build that failed before there was anything to test. */
    void addBuild(String said) {
        String words = reason(said.lines().filter(line -> !line.isBlank()).toList());
        FailureSigns.Judged judged = new FailureSigns.Judged(
                Kind.ENVIRONMENT, "the build failed, and neither the compiler nor a test says why");
        byKey.put("build", new Gathered(judged, head(words), List.of()));
    }

    /** The first line that sounds like a reason, with those that follow where it ends with a colon. */
    private static String reason(List<String> lines) {
        // Gradle says in general words first that it failed.
        int at = lines.indexOf(WENT_WRONG) + 1;
        while (at < lines.size() && !SOUNDS_WRONG.matcher(lines.get(at)).find()) at++;
        if (at == lines.size()) at = 0;
        StringBuilder reason = new StringBuilder(
                lines.isEmpty() ? "the build failed" : lines.get(at).strip());
        while (reason.charAt(reason.length() - 1) == ':' && ++at < lines.size() && reason.length() < MAX_SAID)
            reason.append(' ').append(lines.get(at).strip());
        return reason.toString();
    }

    /** Whether a test could not even be loaded because of an error of the compiler that is known. */
    boolean isCompilation(TestCase test, TestFailure failure) {
        return !compileErrors.isEmpty()
                && (test.id().name().isEmpty() || failure.message().equals("test failed"))
                && (SYNTAX.matcher(failure.message()).find()
                        || failure.message().equals("test failed"));
    }

    void add(FailureSigns.Judged judged, TestCase test, TestFailure failure) throws InterruptedException {
        boolean isOurWord = failure.type().equals(Found.CRASH) || failure.type().equals(Found.TIMEOUT);
        String type = isOurWord || failure.type().isEmpty() ? "" : failure.type() + ": ";
        String key = key(judged.kind(), failure);
        Gathered gathered = byKey.get(key);
        if (gathered == null) {
            gathered = new Gathered(judged, head(type + failure.message()), lines(judged.kind(), test.id(), failure));
            byKey.put(key, gathered);
        }
        gathered.tests.add(test.id());
    }

    private List<SourceLine> lines(Kind kind, TestId test, TestFailure failure) throws InterruptedException {
        if (!failure.lines().isEmpty()) return failure.lines();
        return switch (kind) {
            case CRASH -> ending();
            case TIMEOUT -> ++looks > MAX_LOOKS ? List.of() : declared(test);
            case COMPILATION, REAL, ORDER, ENVIRONMENT, FLAKY -> List.of();
        };
    }

    private List<SourceLine> ending() {
        if (ending == null) ending = new Sources(project).thatEndProcesses();
        return ending;
    }

    private List<Declared> declared() throws InterruptedException {
        if (declared == null) declared = new DeclaredTests(project).all();
        return declared;
    }

    /** Where a test that hangs is declared; of one without a name, all that are declared and did not end. */
    private List<SourceLine> declared(TestId test) throws InterruptedException {
        Set<String> ended =
                report.cases().stream().map(each -> each.id().name()).collect(Collectors.toSet());
        Sources sources = new Sources(project);
        return declared().stream()
                .filter(each -> test.name().isEmpty() ? !ended.contains(each.name()) : isIt(test, each.name()))
                .limit(MAX_DECLARED)
                .map(each -> sources.line(each.file(), each.line()))
                .toList();
    }

    private static boolean isIt(TestId test, String declared) {
        return test.name().equals(declared)
                || test.name().endsWith(" > " + declared)
                || test.name().startsWith(declared + "(");
    }

    /** Where it was thrown, in the code that is tested if that is known; else what was said, whatever values it was said about. */
    private static String key(Kind kind, TestFailure failure) {
        List<SourceLine> lines = failure.lines();
        for (SourceLine line : lines)
            if (!TestFiles.isTest(line.file())) return kind + failure.type() + "@" + line.file() + ":" + line.line();
        if (!lines.isEmpty())
            return kind + failure.type() + "@" + lines.get(0).file() + ":"
                    + lines.get(0).line();
        return kind + failure.type() + ":"
                + VALUES.matcher(head(failure.message())).replaceAll("…");
    }

    private static String head(String text) {
        String line = text.strip().lines().findFirst().orElse("").strip();
        return line.length() > MAX_SAID ? line.substring(0, MAX_SAID) + "…" : line;
    }

    List<Cause> sorted() {
        return byKey.values().stream()
                .map(each -> new Cause(each.judged.kind(), each.said, each.tests, each.lines, each.judged.why()))
                .sorted(Comparator.comparing(Cause::kind))
                .toList();
    }
}
