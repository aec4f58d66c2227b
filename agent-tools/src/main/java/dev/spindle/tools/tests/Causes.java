package dev.spindle.tools.tests;

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
import java.util.regex.Pattern;

/** Gathers what is wrong: tests that fail for one reason are one cause. Used by one thread. */
final class Causes {
    private static final int MAX_SAID = 400;
    private static final Pattern VALUES =
            Pattern.compile("0x[0-9a-fA-F]{1,40}|\\d{1,40}|'[^'\\n]{0,200}'|\"[^\"\\n]{0,200}\"|<[^>\\n]{0,200}>");
    private static final Pattern SYNTAX =
            Pattern.compile("(?:Syntax|Indentation|Tab|Parse)Error|Failed to parse source|Transform failed");

    private final Path project;
    private final Map<String, Gathered> byKey = new LinkedHashMap<>();
    private final Map<String, CompileError> compileErrors = new LinkedHashMap<>();

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

    Causes(Path project) {
        this.project = project;
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
        String words = said.lines().filter(line -> !line.isBlank()).findFirst().orElse("the build failed");
        FailureSigns.Judged judged = new FailureSigns.Judged(
                Kind.ENVIRONMENT, "the build failed, and neither the compiler nor a test says why");
        byKey.put("build", new Gathered(judged, head(words), List.of()));
    }

    /** Whether a test could not even be loaded because of an error of the compiler that is known. */
    boolean isCompilation(TestCase test, TestFailure failure) {
        return !compileErrors.isEmpty()
                && (test.id().name().isEmpty() || failure.message().equals("test failed"))
                && (SYNTAX.matcher(failure.message()).find()
                        || failure.message().equals("test failed"));
    }

    void add(FailureSigns.Judged judged, TestCase test, TestFailure failure) {
        boolean isOurWord = failure.type().equals(Found.CRASH) || failure.type().equals(Found.TIMEOUT);
        String type = isOurWord || failure.type().isEmpty() ? "" : failure.type() + ": ";
        byKey.computeIfAbsent(
                        key(judged.kind(), failure),
                        key -> new Gathered(judged, head(type + failure.message()), lines(judged, failure)))
                .tests
                .add(test.id());
    }

    private List<SourceLine> lines(FailureSigns.Judged judged, TestFailure failure) {
        boolean searched = failure.lines().isEmpty() && judged.kind() == Kind.CRASH;
        return searched ? new Sources(project).thatEndProcesses() : failure.lines();
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
