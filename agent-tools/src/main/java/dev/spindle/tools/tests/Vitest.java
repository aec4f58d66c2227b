package dev.spindle.tools.tests;

import dev.spindle.tools.files.ConfinedFolder;
import dev.spindle.tools.tests.JunitXml.Failure;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** Vitest as it is installed in a project, which writes the XML of JUnit. */
record Vitest() implements Adapter {
    private static final String FRAME = "❯ ";

    @Override
    public List<String> command(String tests, boolean offline, Path report) {
        List<String> command = new ArrayList<>(
                List.of("node", "node_modules/vitest/vitest.mjs", "run", "--reporter=junit", "--outputFile=" + report));
        boolean isPath = tests.contains("/") || tests.matches(".*\\.[cm]?[jt]sx?");
        if (!tests.isEmpty()) command.addAll(isPath ? List.of(tests) : List.of("-t", tests));
        return command;
    }

    @Override
    public Found read(ConfinedFolder scratch, List<String> output) {
        return Found.inXml(scratch, Vitest::told);
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
        return new Failure(failure.className(), failure.method(), failure.type(), message, failure.trace());
    }
}
