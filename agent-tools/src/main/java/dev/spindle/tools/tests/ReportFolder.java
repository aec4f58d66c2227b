package dev.spindle.tools.tests;

import dev.spindle.tools.files.ConfinedFolder;
import dev.spindle.tools.files.Listing;
import dev.spindle.tools.files.UnreadableFileException;
import dev.spindle.tools.tests.ReadCase.Failure;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import javax.xml.stream.XMLStreamException;

/**
 * The reports below a project, of all its modules, that a build writes where it wants to.
 *
 * <p>Reports of earlier runs lie about. Which of them a run wrote is told by comparing with what was there before, and not by the clock,
 * which may differ from the file system's.
 */
final class ReportFolder {
    private static final int MAX_REPORTS = 5_000;
    private static final int MAX_MODULES = 500;
    private static final int MAX_CASES = 200_000;

    /** Where a build writes its reports, and which files make a module. */
    enum Layout {
        SUREFIRE("**/target/{surefire,failsafe}-reports/TEST-*.xml", "target/", "pom.xml"),
        GRADLE("**/build/test-results/**/TEST-*.xml", "build/", "build.{gradle,gradle.kts}");

        private final String reports;
        private final String built;
        private final String build;

        Layout(String reports, String built, String build) {
            this.reports = reports;
            this.built = built;
            this.build = build;
        }
    }

    private final ConfinedFolder project;
    private final Layout layout;
    private final Set<Listing.Item> before;

    private ReportFolder(ConfinedFolder project, Layout layout, Set<Listing.Item> before) {
        this.project = project;
        this.layout = layout;
        this.before = before;
    }

    /** A project as it is before a build. */
    static ReportFolder before(Path root, Layout layout) {
        // Where reports cannot be, there may be more files than a listing looks at.
        ConfinedFolder project = ConfinedFolder.of(root)
                .hiding(
                        "**/node_modules/**",
                        "**/target/classes/**",
                        "**/target/test-classes/**",
                        "**/build/classes/**")
                .withMaxFileBytes(Found.MAX_REPORT_BYTES);
        ReportFolder empty = new ReportFolder(project, layout, Set.of());
        return new ReportFolder(project, layout, new LinkedHashSet<>(empty.present(new ArrayList<>())));
    }

    private List<Listing.Item> present(List<String> problems) {
        Listing now = project.files(layout.reports, MAX_REPORTS);
        if (!now.complete()) problems.add("The project holds too many files to find every test report.");
        return now.files();
    }

    /** Reads the reports that are there now and were not there, or were others, before. */
    Found written() {
        List<String> problems = new ArrayList<>();
        List<ReadCase> cases = new ArrayList<>();
        for (Listing.Item item : present(problems)) {
            if (before.contains(item)) continue;
            try {
                JunitXml report = JunitXml.parse(
                        String.join("\n", project.read(item.path()).lines()));
                report.cases().forEach(each -> cases.add(told(each, module(item.path()))));
            } catch (UnreadableFileException | XMLStreamException unreadable) {
                problems.add("The test report " + item.path() + " cannot be read.");
            }
            if (cases.size() > MAX_CASES) {
                problems.add("There are more than " + MAX_CASES + " tests.");
                break;
            }
        }
        return new Found(cases.subList(0, Math.min(cases.size(), MAX_CASES)), List.of(), false, problems);
    }

    private String module(String report) {
        int at = report.indexOf("/" + layout.built);
        return report.startsWith(layout.built) || at < 0 ? "" : report.substring(0, at + 1);
    }

    private static ReadCase told(ReadCase read, String module) {
        return read.at(module).telling(failure -> new Failure(failure.type(), message(failure), failure.trace()));
    }

    /** Gradle puts the type in front of the message. */
    private static String message(Failure failure) {
        String prefix = failure.type() + ": ";
        boolean repeats = prefix.length() > 2 && failure.message().startsWith(prefix);
        String message = repeats ? failure.message().substring(prefix.length()) : failure.message();
        return new Failure(failure.type(), message, failure.trace()).wholeMessage();
    }

    /** Finds lines in the sources of all modules, those of the report's own first. */
    Adapter.Locating locating() {
        StackTrace traces = new StackTrace(project, modules());
        return (home, failure) -> traces.lines(home, failure.trace());
    }

    private Set<String> modules() {
        Set<String> modules = new LinkedHashSet<>();
        project.files(layout.build, MAX_MODULES)
                .files()
                .forEach(file ->
                        modules.add(file.path().substring(0, file.path().lastIndexOf('/') + 1)));
        return modules;
    }
}
