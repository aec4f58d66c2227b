package dev.spindle.tools.tests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.spindle.context.AgentException;
import dev.spindle.tools.tests.TestReport.Outcome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Projects that bring the program along by which they are tested. */
class OwnProgramsTest {
    @TempDir
    private Path scratch;

    private Path project;

    @BeforeEach
    void aProject() throws IOException {
        project = Files.createDirectory(scratch.resolve("project")).toRealPath();
    }

    private void program(String path, String script) throws IOException {
        Path file = project.resolve(path);
        Files.createDirectories(file.getParent());
        Files.writeString(file, "#!/bin/sh\n" + script);
        assertThat(file.toFile().setExecutable(true)).isTrue();
    }

    @Test
    void thePythonOfAProjectRunsItsTests() throws Exception {
        Files.writeString(project.resolve("pyproject.toml"), "");
        program(".venv/bin/python", """
                for each; do report=${each#--junitxml=}; done
                echo '<testsuite><testcase classname="test_a" name="test_a"/></testsuite>' >"$report"
                """);

        TestReport report = ProjectTests.in(project).run("");

        assertThat(report.outcome()).as(report.describe()).isEqualTo(Outcome.PASSED);
        assertThat(report.cases()).hasSize(1);
    }

    @Test
    void theWrapperOfMavenStandsInOnlyWhereThereIsNoMaven() throws Exception {
        program("mvnw", "exit 1\n");
        Path own = project.resolve("own");

        assertThat(new Maven().fitting(project, Settings.DEFAULT).command()).isNull();
        assertThat(new Maven("no-such-maven").fitting(project, Settings.DEFAULT).command())
                .isEqualTo(project.resolve("mvnw"));
        assertThat(new Maven("no-such-maven")
                        .fitting(project, Settings.DEFAULT.withCommand(own))
                        .command())
                .isEqualTo(own);
    }

    @Test
    void whatIsInstalledAboveAProjectRunsItsTestsUpToTheTopOfTheRepository() throws Exception {
        Path part = Files.createDirectories(project.resolve("packages/part"));
        Files.createDirectory(project.resolve(".git"));
        Files.createDirectories(scratch.resolve("node_modules/vitest"));
        Files.createFile(scratch.resolve("node_modules/vitest/vitest.mjs"));

        assertThatThrownBy(() -> ProjectTests.of(part, TestProgram.VITEST).run(""))
                .isInstanceOf(AgentException.class)
                .hasMessageContaining("Vitest is not installed in ", "run 'npm ci'");
        Path installed = project.resolve("node_modules/vitest/vitest.mjs");
        Files.createDirectories(installed.getParent());
        Files.createFile(installed);
        assertThat(new Vitest().fitting(part, Settings.DEFAULT).command()).isEqualTo(installed);
    }

    @Test
    void thePythonOfAProjectRunsTheTestsOfItsCopies() throws Exception {
        Files.writeString(project.resolve("pyproject.toml"), "");
        program(".venv/bin/python", """
                for each; do report=${each#--junitxml=}; done
                echo '<testsuite><testcase classname="test_a" name="test_a"/></testsuite>' >"$report"
                """);
        Files.createDirectories(project.resolve(".venv/lib"));
        Path copy = Files.createDirectory(scratch.resolve("copy"));

        TestReport report = ProjectTests.in(project).at(copy).run("");

        assertThat(report.outcome()).as(report.describe()).isEqualTo(Outcome.PASSED);
        assertThat(report.cases()).hasSize(1);
    }
}
