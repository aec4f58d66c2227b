package dev.spindle.tools.tests;

import dev.spindle.tools.tests.ReadCase.Failure;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** Vitest as it is installed in a project, which writes the XML of JUnit. */
record Vitest() implements Adapter {
    private static final String FRAME = "❯ ";
    private static final int KEPT_CHARS = 1 << 20;

    @Override
    public List<String> command(Choice choice, Settings settings, Path report) {
        List<String> command = new ArrayList<>(List.of(
                "node",
                String.valueOf(settings.command()),
                "run",
                "--reporter=default",
                "--reporter=junit",
                "--outputFile.junit=" + report));
        if (!choice.words().isEmpty())
            command.addAll(choice.namesFile("[cm]?[jt]sx?") ? List.of(choice.words()) : List.of("-t", choice.words()));
        if (!choice.tests().isEmpty())
            command.add("--testNamePattern="
                    + Choice.anyOf(choice.tests().stream()
                            .map(each -> each.name().replace(" > ", " "))
                            .toList()));
        return command;
    }

    @Override
    public int keptOutput() {
        return KEPT_CHARS;
    }

    @Override
    public Settings fitting(Path project, Settings settings) {
        return settings.withCommand(NodeModules.find(project, TestProgram.VITEST, "vitest/vitest.mjs"));
    }

    @Override
    public Reading begin(Path project) {
        return left -> {
            Found found = Found.inXml(left.scratch(), Vitest::told);
            boolean hasReport = found.problems().isEmpty();
            return (hasReport ? found : NodeCrash.in(left).map(found::withCrash).orElse(found))
                    .withCompileErrors(ScriptErrors.inCases(found.cases(), new PathFrames(project)));
        };
    }

    /** A file that failed as a whole is reported as a test of its own name. */
    private static ReadCase told(ReadCase read) {
        TestId id = read.id();
        String name = id.name() + id.parameter();
        return read.as(new TestId(id.suite(), name.equals(id.suite()) ? "" : name, ""))
                .telling(Vitest::told);
    }

    /** The attribute has the first line of what was thrown, the text all, behind the name of its type. */
    private static Failure told(Failure failure) {
        String said = failure.trace()
                .strip()
                .lines()
                .takeWhile(line -> !line.strip().startsWith(FRAME))
                .collect(Collectors.joining("\n"))
                .strip();
        String type = failure.type() + ": ";
        String message = said.startsWith(type) ? said.substring(type.length()) : failure.message();
        return new Failure(failure.type(), message, failure.trace());
    }

    @Override
    public Locating locating(Path project) {
        return NodeCrash.locating(project);
    }
}
