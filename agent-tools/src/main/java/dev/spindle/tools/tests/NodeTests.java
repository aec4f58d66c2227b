package dev.spindle.tools.tests;

import dev.spindle.tools.files.ConfinedFolder;
import dev.spindle.tools.tests.JunitXml.Failure;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The test runner that Node.js has built in, from 20 on, which writes the XML of JUnit. */
record NodeTests() implements Adapter {
    private static final String CAUSE = "cause: ";
    private static final Pattern THROWN = Pattern.compile("([A-Z]\\w{0,80})(?: \\[[^\\]\n]{0,80}])?: ");
    private static final Pattern FRAME = Pattern.compile("\\s+at \\S.*");

    @Override
    public List<String> command(String tests, boolean offline, Path report) {
        List<String> command = new ArrayList<>(List.of(
                "node",
                "--test",
                "--test-reporter=spec",
                "--test-reporter-destination=stdout",
                "--test-reporter=junit",
                "--test-reporter-destination=" + report));
        boolean isPath = tests.contains("/") || tests.matches(".*\\.[cm]?[jt]s");
        if (!tests.isEmpty()) command.add(isPath ? tests : "--test-name-pattern=" + tests);
        return command;
    }

    @Override
    public Found read(ConfinedFolder scratch, List<String> output) {
        return Found.inXml(scratch, NodeTests::told);
    }

    /** All tests are of one class, "test"; what one threw is the cause of the error that is reported, and there alone its lines are whole. */
    private static Failure told(Failure failure) {
        String name = failure.className().equals("test") ? "" : failure.className();
        int cause = failure.trace().indexOf(CAUSE);
        String thrown = failure.trace().substring(cause < 0 ? 0 : cause + CAUSE.length());
        Matcher type = THROWN.matcher(thrown);
        if (cause < 0 || !type.lookingAt()) return new Failure(name, failure.method(), "", failure.message(), thrown);
        String message = thrown.substring(type.end())
                .lines()
                .takeWhile(each -> !FRAME.matcher(each).matches())
                .map(each -> each.startsWith("  ") ? each.substring(2) : each)
                .collect(Collectors.joining("\n"))
                .strip();
        return new Failure(name, failure.method(), type.group(1), message, thrown);
    }
}
