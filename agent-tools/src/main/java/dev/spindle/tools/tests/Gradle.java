package dev.spindle.tools.tests;

import dev.spindle.tools.tests.TestReport.CompileError;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Gradle, which writes the XML of JUnit into the folders of the modules. */
record Gradle() implements Adapter {
    private static final int KEPT_CHARS = 4 << 20;
    private static final Pattern COMPILE_ERROR = Pattern.compile(
            "(?:e: (?:file://)?)?([^\\s:][^:]{0,400}\\.(?:java|kt|groovy)):(\\d{1,7}):(?:\\d{1,7}:?)? ?(?:error: )?(.{1,1000})");
    private static final Pattern DIED =
            Pattern.compile(".*Process 'Gradle Test Executor \\d{1,9}' finished with non-zero exit value (\\d{1,9}).*");
    private static final int MAX_COMPILE_ERRORS = 50;

    @Override
    public List<String> command(Choice choice, Settings settings, Path report) {
        Path own = settings.command();
        List<String> command = new ArrayList<>(List.of(
                own == null ? "gradle" : own.toString(), "test", "--continue", "--console=plain", "--no-daemon"));
        if (settings.asksNobody()) command.add("--offline");
        if (!choice.words().isEmpty())
            command.addAll(List.of("--tests", choice.words().replace('#', '.')));
        choice.tests().forEach(each -> command.add("--tests=" + fullName(each)));
        return command;
    }

    private static String fullName(TestId test) {
        String name = test.name().replaceFirst("[(\\[].*", "");
        return name.isEmpty() ? test.suite() : test.suite() + "." + name;
    }

    @Override
    public Set<String> environment() {
        return Set.of("GRADLE_HOME", "GRADLE_USER_HOME", "GRADLE_OPTS");
    }

    @Override
    public int keptOutput() {
        return KEPT_CHARS;
    }

    @Override
    public Reading begin(Path project) {
        ReportFolder reports = ReportFolder.before(project, ReportFolder.Layout.GRADLE);
        PathFrames frames = new PathFrames(project);
        return left -> {
            Found found = reports.written();
            if (left.ended().exitCode() == 0) return found;
            found = found.withCompileErrors(compileErrors(left.lines(), frames));
            for (String line : left.lines()) {
                Matcher died = DIED.matcher(line);
                if (died.matches())
                    return found.withCrash(ReadCase.broken(
                            new TestId("", "", ""),
                            new ReadCase.Failure(
                                    Found.CRASH, "the JVM that ran tests ended with exit code " + died.group(1), "")));
            }
            return found;
        };
    }

    static List<CompileError> compileErrors(List<String> lines, PathFrames frames) {
        Set<CompileError> errors = new LinkedHashSet<>();
        for (String line : lines) {
            Matcher error = COMPILE_ERROR.matcher(line.length() > 1_500 ? "" : line);
            boolean isError = error.matches() && (line.contains(": error: ") || line.startsWith("e: "));
            if (isError && errors.size() < MAX_COMPILE_ERRORS)
                frames.relative(error.group(1))
                        .ifPresent(file -> errors.add(new CompileError(
                                file,
                                Integer.parseInt(error.group(2)),
                                error.group(3).strip())));
        }
        return List.copyOf(errors);
    }

    /** The project's own wrapper, where there is one. */
    @Override
    public Settings fitting(Path project, Settings settings) {
        Path wrapper = project.resolve("gradlew");
        boolean has = settings.command() == null && Files.isExecutable(wrapper);
        return has ? settings.withCommand(wrapper) : settings;
    }

    @Override
    public Locating locating(Path project) {
        return ReportFolder.before(project, ReportFolder.Layout.GRADLE).locating();
    }
}
