package dev.spindle.tools.tests;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.spindle.fuzz.Budget;
import dev.spindle.fuzz.Inputs;
import java.nio.file.Path;
import javax.xml.stream.XMLStreamException;

/** What a build wrote: a report of Surefire, and the lines that Maven marks as errors. */
public final class ReportFuzz {
    private ReportFuzz() {}

    /** The report, a line of four equals signs, and the output. */
    public static void fuzzerTestOneInput(byte[] data) throws Exception {
        Inputs inputs = Inputs.of(data);
        Budget.hold(() -> {
            try {
                JunitXml report = JunitXml.parse(inputs.first());
                var counts = Found.of(report.cases()).counts();
                assertTrue(counts.tests() >= counts.failures() + counts.errors() + counts.skipped(), counts::toString);
            } catch (XMLStreamException declared) {
                assertFalse(String.valueOf(declared.getMessage()).isBlank());
            }
            BuildErrors errors = new BuildErrors(inputs.second().lines().toList(), Path.of("/project"));
            errors.compileErrors();
            errors.said();
            Comparisons.in(inputs.second());
        });
    }
}
