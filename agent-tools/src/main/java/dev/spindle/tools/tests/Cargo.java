package dev.spindle.tools.tests;

import dev.spindle.tools.tests.ReadCase.Failure;
import dev.spindle.tools.tests.TestCase.Status;
import dev.spindle.tools.tests.TestReport.CompileError;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Cargo, which writes no report but prints how each test ended, and behind that what the failed ones said. These can print whatever they
 * like, other results too: where tests failed, the numbers are as honest as the tests. That tests failed is told by the exit code as well.
 */
record Cargo() implements Adapter {
    private static final int KEPT_CHARS = 16 << 20;
    private static final Pattern RESULT =
            Pattern.compile("test (\\S.{0,998}?)(?: - should panic)? \\.\\.\\. (ok|FAILED|ignored)(?:, .*)?");
    private static final String OF_NOBODY = " ";
    private static final Pattern SECTION = Pattern.compile("---- (\\S.{0,998}) stdout ----");
    private static final Pattern RUNNING = Pattern.compile("running \\d{1,9} tests?");
    private static final Pattern COMPILER = Pattern.compile("error(?:\\[E\\d{1,6}])?: (.*)");
    private static final Pattern PLACE = Pattern.compile("\\s*--> ([^\\s:][^:]{0,400}):(\\d{1,7}):\\d{1,7}");
    private static final Pattern DIED = Pattern.compile(
            "\\s*process didn't exit successfully: .{1,600} \\((?:signal|exit status): (?!101\\)).{1,200}");
    private static final int MAX_COMPILE_ERRORS = 50;

    @Override
    public List<String> command(Choice choice, Settings settings, Path report) {
        List<String> command = new ArrayList<>(List.of("cargo", "test", "--no-fail-fast", "--color=never"));
        if (settings.asksNobody()) command.add("--offline");
        if (!choice.words().isEmpty()) command.add(choice.words());
        if (choice.tests().isEmpty()) return command;
        command.addAll(List.of("--", "--exact"));
        choice.tests().stream()
                .map(Cargo::fullName)
                .filter(each -> !each.startsWith("-"))
                .forEach(command::add);
        return command;
    }

    private static String fullName(TestId test) {
        return test.suite().isEmpty() ? test.name() : test.suite() + "::" + test.name();
    }

    @Override
    public Set<String> environment() {
        return Set.of("CARGO_HOME", "RUSTUP_HOME", "RUSTUP_TOOLCHAIN");
    }

    @Override
    public int keptOutput() {
        return KEPT_CHARS;
    }

    @Override
    public boolean reportsByOutput() {
        return true;
    }

    @Override
    public Adapter.Reading begin(Path project) {
        return left -> {
            Lines lines = new Lines();
            left.lines().forEach(lines::line);
            return left.ended().timedOut() ? lines.hanging() : lines.found();
        };
    }

    private static final class Lines {
        private final Map<String, StringBuilder> said = new LinkedHashMap<>();
        private final Set<String> failed = new LinkedHashSet<>();
        private final List<ReadCase> cases = new ArrayList<>();
        private final List<CompileError> compileErrors = new ArrayList<>();
        private boolean listing;
        private boolean crashed;
        private String section = "";
        private String compilerSaid = "";

        private void line(String line) {
            if (DIED.matcher(line).matches()) die(line);
            boolean isBetweenRuns = section.isEmpty() && !listing;
            if (isBetweenRuns && RUNNING.matcher(line).matches()) begin();
            else if (listing) result(line);
            else if (!failed.isEmpty()) words(line);
            else compiler(line);
        }

        private void begin() {
            end();
            listing = true;
        }

        private void result(String line) {
            Matcher result = RESULT.matcher(line);
            if (line.equals("failures:") || line.startsWith("test result: ")) listing = false;
            if (!result.matches()) return;
            String how = result.group(2);
            if (how.equals("FAILED")) failed.add(result.group(1));
            else
                cases.add(new ReadCase(
                        id(result.group(1)),
                        "",
                        how.equals("ignored") ? Status.SKIPPED : Status.PASSED,
                        Duration.ZERO,
                        List.of(),
                        ""));
        }

        private void words(String line) {
            Matcher next = SECTION.matcher(line);
            if (next.matches() && isOfFailed(next.group(1))) {
                section = next.group(1);
                said.putIfAbsent(section, new StringBuilder());
            } else if (line.startsWith("test result: ")) {
                end();
            } else if (line.equals("failures:")) {
                section = OF_NOBODY; // their names follow
            } else if (!section.isEmpty()) {
                said.getOrDefault(section, new StringBuilder()).append(line).append('\n');
            }
        }

        private boolean isOfFailed(String name) {
            return failed.contains(name) && !said.containsKey(name);
        }

        private void compiler(String line) {
            Matcher error = COMPILER.matcher(line);
            Matcher place = PLACE.matcher(line);
            if (error.matches()) compilerSaid = error.group(1);
            else if (place.matches() && !compilerSaid.isEmpty() && compileErrors.size() < MAX_COMPILE_ERRORS) {
                compileErrors.add(new CompileError(place.group(1), Integer.parseInt(place.group(2)), compilerSaid));
                compilerSaid = "";
            }
        }

        private void die(String line) {
            end();
            listing = false;
            crashed = true;
            cases.add(ReadCase.broken(new TestId("", "", ""), new Failure(Found.CRASH, line.strip(), "")));
        }

        private void end() {
            for (String name : failed) {
                Failure failure = failure(String.valueOf(said.getOrDefault(name, new StringBuilder())));
                cases.add(new ReadCase(id(name), "", Status.FAILED, Duration.ZERO, List.of(failure), ""));
            }
            failed.clear();
            said.clear();
            section = "";
        }

        private static TestId id(String name) {
            int colons = name.indexOf(" - ") < 0 ? name.lastIndexOf("::") : -1;
            String module = colons < 0 ? "" : name.substring(0, colons);
            return new TestId(module, colons < 0 ? name : name.substring(colons + 2), "");
        }

        private static Failure failure(String words) {
            StringBuilder message = new StringBuilder();
            for (String line : words.lines().toList()) {
                if (isPanic(line)) continue;
                if (line.equals("stack backtrace:") || line.startsWith("note: ")) break;
                message.append(line).append('\n');
            }
            String said = message.toString().strip();
            return new Failure("", said.isEmpty() ? words.strip() : said, words);
        }

        private static boolean isPanic(String line) {
            return line.startsWith("thread '") && line.contains(" panicked at ") && line.endsWith(":");
        }

        /** What there is when the time is up: of tests that began and have no result nobody says which hang. */
        private Found hanging() {
            boolean inTests = listing;
            Found found = found();
            Failure failure = new Failure(Found.TIMEOUT, "still running when the time was up", "");
            return inTests ? found.with(ReadCase.broken(new TestId("", "", ""), failure)) : found;
        }

        private Found found() {
            end();
            return new Found(cases, compileErrors, crashed, List.of());
        }
    }
}
