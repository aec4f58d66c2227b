package dev.spindle.examples;

import dev.spindle.tools.tests.ProjectTests;
import dev.spindle.tools.tests.TestId;
import dev.spindle.tools.tests.TestProgram;
import dev.spindle.tools.tests.report.ReportFormat;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
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

    @Mixin
    private final McpOptions servers = new McpOptions();

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

    @Option(
            names = "--offline",
            description = "Let the build ask no repository for anything, also if it has a network.")
    private boolean offline;

    @Option(
            names = "--network",
            description =
                    "Let the build and the tests reach a network, as to fetch libraries; in the sandbox they have none.")
    private boolean network;

    @Option(
            names = "--repeat",
            paramLabel = "N",
            defaultValue = "1",
            description =
                    "Run what fails N times again, alone and with the others, to tell what is flaky or depends on their order;"
                            + " 0 for not at all, 1 unless told otherwise.")
    private int repeats;

    @Option(
            names = "--timeout",
            paramLabel = "SECONDS",
            description = "The most that one run of the tests may take, 300 unless told otherwise; what hangs is told.")
    private @Nullable Long timeout;

    @Option(
            names = "--max-time",
            paramLabel = "SECONDS",
            description =
                    "The most that all runs of the tests may take together, also those of --repeat, --bisect and --fix, 3600 unless"
                            + " told otherwise; what is known when it is up is told.")
    private @Nullable Long most;

    @Option(
            names = "--bisect",
            paramLabel = "N",
            description =
                    "Search the last N commits for those since which tests fail, 1 to 1000, by running them there in a second working"
                            + " tree. Needs git.")
    private @Nullable Integer bisect;

    @Option(
            names = "--fail-on",
            paramLabel = "WHAT",
            defaultValue = "any",
            description = "What makes the exit code 1: any failure, or only real ones, which lets flaky tests pass.")
    private FailOn failOn = FailOn.ANY;

    @Option(
            names = "--report",
            paramLabel = "FILE",
            description =
                    "Write a report; its name says which: .html, .md, .json, .xml (JUnit) or .github (annotations)."
                            + " May be repeated.")
    private List<String> reports = List.of();

    @Option(
            names = "--fix",
            description =
                    "Let the model repair what failed, in a second working tree on a branch of its own; a patch counts when it is"
                            + " proved by the tests, and your files stay as they are. Needs git, and a model.")
    private boolean fix;

    @Option(
            names = "--only-failed",
            paramLabel = "FILE",
            description =
                    "Run only what failed or was flaky by this report of an earlier run, which --report FILE.json wrote.")
    private @Nullable Path onlyFailed;

    @Option(
            names = "--patch",
            paramLabel = "FILE",
            description = "Where --fix writes a patch that is proved, besides its branch.")
    private @Nullable Path patch;

    private enum FailOn {
        ANY,
        REAL
    }

    TestCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() {
        if (!ProjectTests.isChoice(filter)) {
            throw new UsageException(
                    "'" + filter + "' names no tests; give --filter names or patterns such as CartTest#addsUp");
        }
        TestJob job =
                new TestJob(project.toAbsolutePath().toString(), filter, program, offline, terms(), servers.named());
        Assignment assignment = beginning.assign(job, options, surroundings);
        Session session = Session.open(options, printing.json, surroundings);
        return Deciding.with(
                servers.named() != null && !printing.json,
                options,
                surroundings,
                asking -> session.begin(assignment, beginning.request(job.question()), asking));
    }

    private TestTerms terms() {
        if (repeats < 0 || repeats > 50) throw new UsageException("--repeat is " + repeats + "; give 0 to 50");
        if (timeout != null && timeout < 1)
            throw new UsageException("--timeout is " + timeout + "; give at least 1 second");
        if (most != null && most < 1) throw new UsageException("--max-time is " + most + "; give at least 1 second");
        if (bisect != null && (bisect < 1 || bisect > 1_000))
            throw new UsageException("--bisect is " + bisect + "; give 1 to 1000 commits");
        if (patch != null && !fix) throw new UsageException("--patch is the patch of --fix; give both");
        boolean part = !filter.isEmpty() || onlyFailed != null;
        if (fix && part)
            throw new UsageException("--fix proves a patch by the whole suite; leave --filter and --only-failed out");
        if (onlyFailed != null && !filter.isEmpty())
            throw new UsageException("--filter and --only-failed both choose tests; give one of them");
        List<TestId> only = onlyFailed == null ? List.of() : FailedBefore.in(onlyFailed);
        String wanted = patch == null ? null : patch.toAbsolutePath().toString();
        return new TestTerms(
                new TestTerms.Runs(repeats, timeout, most, network, only, bisect),
                failOn == FailOn.REAL,
                fix,
                new TestTerms.Written(reportFiles(), wanted));
    }

    private List<String> reportFiles() {
        List<String> files = new ArrayList<>();
        for (String each : reports) {
            if (ReportFormat.findByName(each).isEmpty())
                throw new UsageException("'" + each + "' does not say what report it is to be; end it in .html, .md,"
                        + " .json, .xml or .github");
            files.add(Path.of(each).toAbsolutePath().toString());
        }
        return files;
    }
}
