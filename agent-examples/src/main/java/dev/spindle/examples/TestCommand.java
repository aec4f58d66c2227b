package dev.spindle.examples;

import dev.spindle.tools.tests.ProjectTests;
import dev.spindle.tools.tests.TestProgram;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code spindle test}: runs the tests of a project and reports what failed, why and where. */
@Command(
        name = "test",
        description = "Runs the tests of a project and reports what failed, why and where.",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        exitCodeOnExecutionException = ExitCode.NOT_RUN,
        exitCodeListHeading = "Exit codes:%n",
        exitCodeList = {
            "0:all tests passed",
            "1:tests failed",
            "2:wrong usage",
            "3:stopped by a limit",
            "4:waiting for a person's decision",
            "5:the tests could not run, or a report of them could not be read"
        })
final class TestCommand implements Callable<Integer> {
    private final Surroundings surroundings;

    @Mixin
    private final RunOptions options = new RunOptions();

    @Mixin
    private final BeginOptions beginning = new BeginOptions();

    @Mixin
    private final JsonOption printing = new JsonOption();

    @Option(names = "--project", paramLabel = "DIR", required = true, description = "The folder of the project.")
    private Path project = Path.of("");

    @Option(
            names = "--filter",
            paramLabel = "TESTS",
            description =
                    "Which tests, as the program takes them: CartTest#addsUp for Maven, a file or a part of a name for the"
                            + " others; all if left out.")
    private String filter = "";

    @Option(
            names = "--program",
            paramLabel = "NAME",
            description =
                    "What runs the tests: ${COMPLETION-CANDIDATES}; found out from the project's files if left out.")
    private @Nullable TestProgram program;

    @Option(names = "--offline", description = "Let Maven or Cargo ask no repository for anything.")
    private boolean offline;

    TestCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() {
        if (!ProjectTests.isChoice(filter)) {
            throw new UsageException(
                    "'" + filter + "' names no tests; give --filter names or patterns such as CartTest#addsUp");
        }
        TestJob job = new TestJob(project.toAbsolutePath().toString(), filter, program, offline);
        Assignment assignment = beginning.assign(job, options, surroundings);
        return Session.open(options, printing.json, surroundings).begin(assignment, beginning.request(job.question()));
    }
}
