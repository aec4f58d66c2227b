package dev.spindle.tools.tests;

import dev.spindle.tools.files.ConfinedFolder;
import dev.spindle.tools.files.UnreadableFileException;
import dev.spindle.tools.tests.TestReport.CompileError;
import dev.spindle.tools.text.QuotedText;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.BiFunction;
import java.util.function.UnaryOperator;
import javax.xml.stream.XMLStreamException;

/**
 * What a run of tests left behind, as it was read: with traces, but without the lines of the sources that they name.
 *
 * @param crashed whether a process that ran tests died
 * @param problems why something could not be read
 */
record Found(List<ReadCase> cases, List<CompileError> compileErrors, boolean crashed, List<String> problems) {
    static final int MAX_REPORT_BYTES = 32 << 20;
    static final String REPORT = "report";
    private static final int MAX_WHY = 500;

    /** The kind of what keeps a process from going on. */
    static final String CRASH = "crash";

    /** The kind of what is still running when time is up. */
    static final String TIMEOUT = "timeout";

    Found {
        cases = List.copyOf(cases);
        compileErrors = List.copyOf(compileErrors);
        problems = List.copyOf(problems);
    }

    static Found of(List<ReadCase> cases) {
        return new Found(cases, List.of(), false, List.of());
    }

    /** Nothing but that something could not be read. */
    static Found unreadable(String problem) {
        return new Found(List.of(), List.of(), false, List.of(problem));
    }

    Found withCompileErrors(List<CompileError> errors) {
        return new Found(cases, errors, crashed, problems);
    }

    /** This, and a test that took its process with it. */
    Found withCrash(ReadCase crash) {
        List<ReadCase> more = new ArrayList<>(cases);
        more.add(crash);
        return new Found(more, compileErrors, true, problems);
    }

    Found with(ReadCase more) {
        List<ReadCase> all = new ArrayList<>(cases);
        all.add(more);
        return new Found(all, compileErrors, crashed, problems);
    }

    /** This, of a run that went well: what failed and is told once more after it, passing, was run again. */
    Found withRetries() {
        Map<TestId, Integer> last = new HashMap<>();
        for (int at = 0; at < cases.size(); at++) last.put(cases.get(at).id(), at);
        Map<TestId, List<ReadCase.Failure>> before = new HashMap<>();
        List<ReadCase> told = new ArrayList<>();
        for (int at = 0; at < cases.size(); at++) {
            ReadCase each = cases.get(at);
            int end = Objects.requireNonNull(last.get(each.id()));
            if (each.isFailed() && !cases.get(end).isFailed())
                before.computeIfAbsent(each.id(), none -> new ArrayList<>()).addAll(each.failures());
            else told.add(at == end ? each.after(before.getOrDefault(each.id(), List.of())) : each);
        }
        return new Found(told, compileErrors, crashed, problems);
    }

    TestReport.Counts counts() {
        return TestReport.Counts.of(cases.stream()
                .map(each -> each.located((home, failure) -> List.of()))
                .toList());
    }

    /** What stands in a report in the XML of JUnit, each test told as {@code told} has it. */
    static Found inXml(ConfinedFolder scratch, UnaryOperator<ReadCase> told) {
        return inGroupedXml(scratch, (groups, read) -> told.apply(read));
    }

    /** The same, each test told with the names of the suites around it. */
    static Found inGroupedXml(ConfinedFolder scratch, BiFunction<String, ReadCase, ReadCase> told) {
        try {
            JunitXml report =
                    JunitXml.parse(String.join("\n", scratch.read(REPORT).lines()));
            List<ReadCase> cases = new ArrayList<>();
            for (int at = 0; at < report.cases().size(); at++)
                cases.add(told.apply(report.groups().get(at), report.cases().get(at)));
            return of(cases);
        } catch (UnreadableFileException | XMLStreamException unreadable) {
            String why = String.valueOf(unreadable.getMessage()).replaceAll("\\s+", " ");
            return unreadable("The test report cannot be read: " + QuotedText.line(why, MAX_WHY));
        }
    }
}
