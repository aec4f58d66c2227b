package dev.spindle.tools.tests;

import dev.spindle.tools.files.ConfinedFolder;
import dev.spindle.tools.files.UnreadableFileException;
import dev.spindle.tools.tests.TestReport.CompileError;
import dev.spindle.tools.tests.TestReport.Counts;
import java.util.List;
import java.util.function.UnaryOperator;
import javax.xml.stream.XMLStreamException;

/** What a run of tests left behind, as it was read: with traces, but without the lines of the sources that they name. */
record Found(
        Counts counts,
        List<JunitXml.Failure> failures,
        List<JunitXml.Failure> flaky,
        List<CompileError> compileErrors,
        List<String> problems) {
    static final int MAX_REPORT_BYTES = 32 << 20;
    static final String REPORT = "report";

    /** Nothing but that something could not be read. */
    static Found unreadable(String problem) {
        return new Found(Counts.NONE, List.of(), List.of(), List.of(), List.of(problem));
    }

    /** What stands in a report in the XML of JUnit, each failure told as {@code told} has it. */
    static Found inXml(ConfinedFolder scratch, UnaryOperator<JunitXml.Failure> told) {
        try {
            JunitXml report =
                    JunitXml.parse(String.join("\n", scratch.read(REPORT).lines()));
            List<JunitXml.Failure> failures =
                    report.failures().stream().map(told).toList();
            return new Found(report.counts(), failures, report.flaky(), List.of(), List.of());
        } catch (UnreadableFileException | XMLStreamException unreadable) {
            return unreadable("The test report cannot be read: " + unreadable.getMessage());
        }
    }
}
