package dev.spindle.tools.tests;

import dev.spindle.tools.files.ConfinedFolder;
import dev.spindle.tools.files.Listing;
import dev.spindle.tools.files.UnreadableFileException;
import dev.spindle.tools.tests.TestReport.Counts;
import dev.spindle.tools.tests.TestReport.FailedTest;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import javax.xml.stream.XMLStreamException;

/**
 * The Surefire reports below a project, of all its modules.
 *
 * <p>Reports of earlier runs lie about. Which of them a run wrote is told by comparing with what was there before, and not by the clock,
 * which may differ from the file system's.
 */
final class ReportFolder {
    private static final String REPORTS = "**/target/surefire-reports/TEST-*.xml";
    private static final String TARGET = "target/surefire-reports/";
    private static final int MAX_REPORTS = 5_000;
    private static final int MAX_MODULES = 500;
    private static final int MAX_REPORT_BYTES = 32 << 20;
    private static final int MAX_FAILED = 200;
    private static final int MAX_MESSAGE = 4_000;

    private final ConfinedFolder project;

    ReportFolder(ConfinedFolder project) {
        // Where reports cannot be, there may be more files than a listing looks at.
        this.project = project.hiding("**/node_modules/**", "**/target/classes/**", "**/target/test-classes/**")
                .withMaxFileBytes(MAX_REPORT_BYTES);
    }

    /** What was read. */
    record Contents(Counts counts, List<FailedTest> failed, List<FailedTest> flaky, List<String> problems) {}

    /** The reports that are there, each with its size and time. */
    Set<Listing.Item> present() {
        return new LinkedHashSet<>(project.files(REPORTS, MAX_REPORTS).files());
    }

    /** Reads the reports that are there now and were not there, or were others, before. */
    Contents writtenSince(Set<Listing.Item> before) {
        Listing now = project.files(REPORTS, MAX_REPORTS);
        Reading reading = new Reading(new StackTrace(project, modules()));
        if (!now.complete()) reading.problems.add("The project holds too many files to find every test report.");
        now.files().stream().filter(item -> !before.contains(item)).forEach(item -> reading.add(item.path()));
        return new Contents(reading.counts, reading.failed, reading.flaky, reading.problems);
    }

    private Set<String> modules() {
        Set<String> modules = new LinkedHashSet<>();
        project.files("pom.xml", MAX_MODULES)
                .files()
                .forEach(pom -> modules.add(pom.path().substring(0, pom.path().length() - "pom.xml".length())));
        return modules;
    }

    /** The sum of the reports read so far. */
    private final class Reading {
        private final StackTrace traces;
        private final List<FailedTest> failed = new ArrayList<>();
        private final List<FailedTest> flaky = new ArrayList<>();
        private final List<String> problems = new ArrayList<>();
        private Counts counts = Counts.NONE;

        Reading(StackTrace traces) {
            this.traces = traces;
        }

        void add(String path) {
            try {
                JunitXml report =
                        JunitXml.parse(String.join("\n", project.read(path).lines()));
                String module = path.substring(0, path.lastIndexOf(TARGET));
                counts = counts.plus(report.counts());
                add(report.failures(), failed, module);
                add(report.flaky(), flaky, module);
            } catch (UnreadableFileException | XMLStreamException unreadable) {
                problems.add("The test report " + path + " cannot be read.");
            }
        }

        private void add(List<JunitXml.Failure> found, List<FailedTest> to, String module) {
            found.stream().limit(MAX_FAILED - to.size()).forEach(each -> to.add(failedTest(each, module)));
        }

        private FailedTest failedTest(JunitXml.Failure failure, String module) {
            String message = failure.wholeMessage();
            return new FailedTest(
                    failure.className(),
                    failure.method(),
                    failure.type(),
                    message.length() > MAX_MESSAGE ? message.substring(0, MAX_MESSAGE) + "…" : message,
                    traces.lines(module, failure.trace()));
        }
    }
}
