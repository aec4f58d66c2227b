package dev.spindle.tools.tests;

import dev.spindle.tools.files.ConfinedFolder;
import dev.spindle.tools.files.Listing;
import dev.spindle.tools.files.UnreadableFileException;
import dev.spindle.tools.tests.ReadCase.Failure;
import dev.spindle.tools.text.QuotedText;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
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
    private static final int MAX_MEGABYTES = 512;
    private static final int MAX_ODD = 10;
    private static final int MAX_NAME = 500;

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

        /** The folders of a module on the way to its reports. */
        private List<String> folders() {
            return switch (this) {
                case SUREFIRE -> List.of("target", "target/surefire-reports", "target/failsafe-reports");
                case GRADLE -> List.of("build", "build/test-results", "build/test-results/test");
            };
        }
    }

    private final Path root;
    private final ConfinedFolder project;
    private final Layout layout;
    private final Set<Listing.Item> before;

    private ReportFolder(Path root, ConfinedFolder project, Layout layout, Set<Listing.Item> before) {
        this.root = root;
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
        ReportFolder empty = new ReportFolder(root, project, layout, Set.of());
        return new ReportFolder(root, project, layout, new LinkedHashSet<>(empty.present(new ArrayList<>())));
    }

    private List<Listing.Item> present(List<String> problems) {
        Listing now = project.files(layout.reports, MAX_REPORTS);
        if (!now.complete()) problems.add("The project holds too many files to find every test report.");
        return now.files();
    }

    /** Reads the reports that are there now and were not there, or were others, before. */
    Found written() {
        List<String> problems = new ArrayList<>(unread());
        List<ReadCase> cases = new ArrayList<>();
        TextBudget budget = new TextBudget();
        long bytes = 0;
        for (Listing.Item item : present(problems)) {
            if (before.contains(item)) continue;
            bytes += Math.min(item.bytes(), Found.MAX_REPORT_BYTES);
            if (bytes > (long) MAX_MEGABYTES << 20) {
                problems.add("The test reports are of more than " + MAX_MEGABYTES + " MB; not all are read.");
                break;
            }
            read(item, budget, cases, problems);
            if (cases.size() > MAX_CASES) {
                problems.add("There are more than " + MAX_CASES + " tests.");
                break;
            }
        }
        return new Found(cases.subList(0, Math.min(cases.size(), MAX_CASES)), List.of(), false, problems);
    }

    private void read(Listing.Item item, TextBudget budget, List<ReadCase> cases, List<String> problems) {
        String name = QuotedText.line(item.path(), MAX_NAME);
        try {
            String xml = String.join("\n", project.read(item.path()).lines());
            JunitXml.parse(xml, budget).cases().forEach(each -> cases.add(told(each, module(item.path()))));
        } catch (UnreadableFileException unreadable) {
            problems.add("The test report " + name + " cannot be read: "
                    + QuotedText.line(unreadable.explanation(), MAX_NAME));
        } catch (XMLStreamException malformed) {
            problems.add("The test report " + name + " cannot be read.");
        }
    }

    /** What stands where reports of a module stand, but is not read: a link leads anywhere, and a pipe waits. */
    private List<String> unread() {
        return modules().stream()
                .flatMap(module -> layout.folders().stream().map(folder -> root.resolve(module + folder)))
                .flatMap(folder -> Files.isSymbolicLink(folder) ? Stream.of(folder) : odd(folder).stream())
                .limit(MAX_ODD)
                .map(odd -> QuotedText.line(root.relativize(odd).toString(), MAX_NAME)
                        + " is a link or no ordinary file; what it reports is not read.")
                .toList();
    }

    private static List<Path> odd(Path folder) {
        List<Path> odd = new ArrayList<>();
        if (!Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)) return odd;
        try (DirectoryStream<Path> reports = Files.newDirectoryStream(folder, "TEST-*.xml")) {
            for (Path report : reports) {
                if (!Files.isRegularFile(report, LinkOption.NOFOLLOW_LINKS)) odd.add(report);
                if (odd.size() == MAX_ODD) break;
            }
        } catch (IOException | DirectoryIteratorException closedToUs) {
            odd.add(folder);
        }
        return odd;
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
