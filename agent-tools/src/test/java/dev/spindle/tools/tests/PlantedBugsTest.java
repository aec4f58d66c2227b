package dev.spindle.tools.tests;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spindle.tools.tests.PlantedBugs.Place;
import dev.spindle.tools.tests.TestReport.SourceLine;
import dev.spindle.tools.tests.Triage.Cause;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** Bugs of ten kinds in projects that the programs of this machine test: of each, the kind of trouble and the line are found. */
class PlantedBugsTest {
    @TempDir
    private Path scratch;

    @Test
    void kindAndLineOfEachBugInAMavenProjectAreFound() throws Exception {
        for (PlantedBugs bugs : JavaBugs.ofMaven(pom())) assertFound(bugs, Duration.ofMinutes(3));
    }

    @TestFactory
    Stream<DynamicTest> kindAndLineOfEachBugInProjectsOfOtherLanguagesAreFound() {
        return Stream.of(PythonBugs.all(), NodeBugs.all(), RustBugs.all(), GoBugs.all(), JavaBugs.ofGradle())
                .flatMap(List::stream)
                .filter(bugs -> Programs.isHere(bugs.program()))
                .map(bugs -> DynamicTest.dynamicTest(
                        bugs.program() + " " + bugs.bugs().get(0).name(), () -> assertFound(bugs, time(bugs))));
    }

    /** What hangs is told when the time is up; Gradle takes long to begin. */
    private static Duration time(PlantedBugs bugs) {
        boolean hangs = bugs.bugs().get(0).kind() == Triage.Kind.TIMEOUT;
        if (!hangs) return Duration.ofMinutes(3);
        return Duration.ofSeconds(bugs.program() == TestProgram.GRADLE ? 60 : 10);
    }

    private void assertFound(PlantedBugs bugs, Duration timeout) throws IOException, InterruptedException {
        Path project = Files.createTempDirectory(scratch, "project").toRealPath();
        Map<String, Place> places = bugs.lay(project);
        Programs.install(bugs.program(), project);
        ProjectTests tests = ProjectTests.of(project, bugs.program()).offline().withTimeout(timeout);
        if (bugs.program() == TestProgram.MAVEN)
            tests = tests.withLocalRepository(Path.of(System.getProperty("spindle.maven.repository")));

        Triage triage = TestTriage.of(tests).run("");

        List<String> wrong = new ArrayList<>();
        for (PlantedBugs.Bug bug : bugs.bugs()) {
            Place place = Objects.requireNonNull(places.get(bug.name()), bug.name());
            String found = triage.causes().stream()
                    .filter(cause -> isAt(cause, place))
                    .map(cause -> cause.kind().words() + " (" + cause.why() + ")")
                    .findFirst()
                    .orElse("not found");
            if (!found.startsWith(bug.kind().words()))
                wrong.add(bug.name() + " at " + place.file() + ":" + place.line() + ": " + found);
        }
        System.out.println(
                "planted bugs, " + bugs.program() + ": " + bugs.bugs().size() + ", told wrong " + wrong.size());
        assertThat(wrong).as(triage.describe()).isEmpty();
        assertThat(triage.causes()).as(triage.describe()).hasSameSizeAs(bugs.bugs());
    }

    private static boolean isAt(Cause cause, Place place) {
        if (cause.lines().isEmpty()) return false;
        SourceLine line = cause.lines().get(0);
        return line.file().equals(place.file()) && line.line() == place.line();
    }

    private static String pom() throws IOException {
        try (InputStream pom =
                Objects.requireNonNull(PlantedBugsTest.class.getResourceAsStream("/sample-project/pom.xml"))) {
            return new String(pom.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
