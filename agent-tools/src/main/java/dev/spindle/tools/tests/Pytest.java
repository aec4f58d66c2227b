package dev.spindle.tools.tests;

import dev.spindle.tools.files.ConfinedFolder;
import dev.spindle.tools.tests.JunitXml.Failure;
import dev.spindle.tools.tests.TestReport.SourceLine;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** pytest, which writes the XML of JUnit. */
record Pytest() implements Adapter {
    private static final int NO_TESTS_COLLECTED = 5;
    private static final String SAID = "E   ";

    @Override
    public List<String> command(String tests, boolean offline, Path report) {
        List<String> command = new ArrayList<>(List.of(
                "python3",
                "-m",
                "pytest",
                "-q",
                "-p",
                "no:cacheprovider",
                "--color=no",
                "--continue-on-collection-errors",
                "--junitxml=" + report));
        boolean isPath = tests.contains("::") || tests.contains("/") || tests.endsWith(".py");
        if (!tests.isEmpty()) command.addAll(isPath ? List.of(tests) : List.of("-k", tests));
        return command;
    }

    @Override
    public Set<String> environment() {
        return Set.of("PYENV_ROOT", "PYENV_VERSION", "VIRTUAL_ENV");
    }

    @Override
    public Found read(ConfinedFolder scratch, List<String> output) {
        return Found.inXml(scratch, Pytest::told);
    }

    /** What keeps a module from being collected has its words in the trace alone. */
    private static Failure told(Failure failure) {
        if (!failure.message().equals("collection failure")) return failure;
        String said = failure.trace()
                .lines()
                .filter(line -> line.startsWith(SAID))
                .map(line -> line.substring(SAID.length()))
                .reduce((first, second) -> first + "\n" + second)
                .orElse(failure.message());
        return new Failure(failure.className(), failure.method(), failure.type(), said, failure.trace());
    }

    @Override
    public boolean saysNoTests(int exitCode) {
        return exitCode == NO_TESTS_COLLECTED;
    }

    @Override
    public List<SourceLine> trace(Failure failure, PathFrames frames) {
        return frames.innermostLast(failure.trace());
    }
}
