package dev.spindle.tools.tests;

import dev.spindle.tools.process.ProcessTree;
import dev.spindle.tools.tests.ReadCase.Failure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Maven with Surefire, which writes the XML of JUnit into the folders of the modules.
 *
 * @param program what the PATH finds
 */
record Maven(String program) implements Adapter {
    private static final String PROGRAM =
            System.getProperty("os.name").toLowerCase(Locale.ROOT).startsWith("windows") ? "mvn.cmd" : "mvn";
    private static final Pattern WORDS = Pattern.compile("[A-Za-z0-9_.*#$,-]{0,200}");
    private static final Pattern METHOD = Pattern.compile("[A-Za-z_$][\\w$]{0,200}");
    /** What Surefire calls a class that failed before its tests. */
    private static final String WHOLE_CLASS = "initializationError";

    private static final Pattern CLASS = Pattern.compile("[A-Za-z_$][\\w$.]{0,400}");

    Maven() {
        this(PROGRAM);
    }

    @Override
    public boolean takes(String words) {
        return WORDS.matcher(words).matches();
    }

    @Override
    public List<String> command(Choice choice, Settings settings, Path report) {
        List<String> command = new ArrayList<>();
        Path own = settings.command();
        command.addAll(List.of(own == null ? program : own.toString(), "-B", "-ntp", "-fae", "-Dstyle.color=never"));
        if (settings.asksNobody()) command.add("-o");
        if (settings.localRepository() != null) command.add("-Dmaven.repo.local=" + settings.localRepository());
        String tests = choice.words().isEmpty() ? tests(choice.tests()) : choice.words();
        if (!tests.isEmpty()) {
            command.add("-Dtest=" + tests);
            // A choice that is in one module is not in the others.
            command.add("-Dsurefire.failIfNoSpecifiedTests=false");
        }
        command.add("test");
        return command;
    }

    /** The project's own wrapper, where there is no Maven but this. */
    @Override
    public Settings fitting(Path project, Settings settings) {
        Path wrapper = project.resolve("mvnw");
        if (settings.command() != null || !Files.isExecutable(wrapper)) return settings;
        try {
            ProcessTree.checkThere(program, project, Objects.requireNonNullElse(System.getenv("PATH"), ""));
            return settings;
        } catch (IOException noMaven) {
            return settings.withCommand(wrapper);
        }
    }

    /** The methods, as Surefire wants them; their classes alone where it cannot be told, or there are too many. */
    private static String tests(List<TestId> tests) {
        Map<String, Set<String>> methods = new TreeMap<>();
        for (TestId test : tests) {
            if (!CLASS.matcher(test.suite()).matches()) return "";
            String name = test.name().replaceFirst("[(\\[].*", "");
            methods.computeIfAbsent(test.suite(), suite -> new TreeSet<>())
                    .add(METHOD.matcher(name).matches() && !name.equals(WHOLE_CLASS) ? name : "*");
        }
        List<String> exact = new ArrayList<>();
        methods.forEach(
                (suite, names) -> exact.add(names.contains("*") ? suite : suite + "#" + String.join("+", names)));
        return Choice.shortEnough(String.join(",", exact), String.join(",", methods.keySet()));
    }

    @Override
    public Reading begin(Path project) {
        return new Following(project, ReportFolder.before(project, ReportFolder.Layout.SUREFIRE));
    }

    @Override
    public Locating locating(Path project) {
        return ReportFolder.before(project, ReportFolder.Layout.SUREFIRE).locating();
    }

    /** Knows at each time which classes run, which their reports do not tell of those that never end. */
    private static final class Following implements Reading {
        private static final Pattern BEGINS = Pattern.compile("\\[INFO] Running (" + CLASS.pattern() + ").*");
        private static final Pattern ENDS =
                Pattern.compile("\\[(?:INFO|ERROR|WARNING)] Tests run: .* in (" + CLASS.pattern() + ").*");
        private static final Pattern NAMED = Pattern.compile("\\[ERROR] (" + CLASS.pattern() + ")");
        private static final String CRASHED = "[ERROR] Crashed tests:";
        private static final String GOODBYE = "The forked VM terminated without";
        private static final int MOST = 100;

        private final Path project;
        private final ReportFolder reports;
        private final Set<String> running = new LinkedHashSet<>();
        private final Set<String> crashed = new LinkedHashSet<>();
        private boolean naming;
        private boolean died;

        Following(Path project, ReportFolder reports) {
            this.project = project;
            this.reports = reports;
        }

        @Override
        public void line(String line) {
            Matcher begins = BEGINS.matcher(line);
            Matcher ends = ENDS.matcher(line);
            Matcher named = NAMED.matcher(line);
            if (begins.matches() && running.size() < MOST) running.add(begins.group(1));
            else if (ends.matches()) running.remove(ends.group(1));
            died |= line.startsWith(BuildOutput.ERROR) && line.contains(GOODBYE);
            if (naming && named.matches() && crashed.size() < MOST) crashed.add(named.group(1));
            naming = line.equals(CRASHED) || (naming && named.matches());
        }

        @Override
        public Found read(Left left) {
            Found found = reports.written();
            if (left.ended().exitCode() != 0 && !left.ended().timedOut())
                found = found.withCompileErrors(new BuildErrors(left.output().errors(), project).compileErrors());
            if (left.ended().timedOut()) for (String each : running) found = found.with(stopped(each, left.dump()));
            if (died && crashed.isEmpty()) crashed.addAll(running);
            if (died && crashed.isEmpty()) crashed.add("");
            for (String each : crashed) found = crashedIn(found, each);
            return found;
        }

        private static Found crashedIn(Found found, String suite) {
            Failure failure = new Failure(
                    Found.CRASH,
                    "the JVM that ran this class ended without a word: it crashed, or was told to exit",
                    "");
            return found.withCrash(ReadCase.broken(new TestId(suite, "", ""), failure));
        }

        /** A class that was running, and its method if the stack of its thread tells. */
        private static ReadCase stopped(String suite, String dump) {
            Matcher frame = Pattern.compile("\\bat (?:[^\\s/()]*+/)*+" + Pattern.quote(suite) + "\\.([\\w$]{1,200})\\(")
                    .matcher(dump);
            String method = "";
            while (frame.find()) if (!frame.group(1).contains("$")) method = frame.group(1);
            return ReadCase.broken(
                    new TestId(suite, method, ""),
                    new Failure(Found.TIMEOUT, "still running when the time was up", dump));
        }
    }
}
