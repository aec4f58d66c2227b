package dev.spindle.tools.tests;

import dev.spindle.json.Json;
import dev.spindle.json.JsonException;
import dev.spindle.tools.files.ConfinedFolder;
import dev.spindle.tools.files.UnreadableFileException;
import dev.spindle.tools.tests.ReadCase.Failure;
import dev.spindle.tools.tests.TestCase.Status;
import dev.spindle.tools.tests.TestReport.CompileError;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Go's own {@code go test}, which prints each event as a line of JSON, and the compiler's errors between them. */
record GoTests() implements Adapter {
    private static final int KEPT_CHARS = 16 << 20;
    private static final int MAX_SAID = 64_000;
    private static final int MAX_COMPILE_ERRORS = 50;
    private static final Pattern COMPILER =
            Pattern.compile("(?:vet: )?(\\S{1,400}\\.go):(\\d{1,7}):(?:\\d{1,7}:)? (.{1,1000})");
    private static final Pattern NOISE =
            Pattern.compile("\\s*(?:=== (?:RUN|PAUSE|CONT|NAME)|--- (?:FAIL|PASS|SKIP):).*");
    private static final Pattern LOGGED = Pattern.compile("^\\s*\\w[\\w./-]{0,200}\\.go:\\d{1,7}: ");
    private static final Pattern BARE = Pattern.compile("(^|[\\s(])([\\w-]{1,200}\\.go:\\d{1,7})");
    private static final Pattern MODULE = Pattern.compile("module\\s+(\\S{1,300})\\s*");
    private static final String TIMED_OUT = "panic: test timed out after";

    @Override
    public List<String> command(Choice choice, Settings settings, Path report) {
        List<String> command = new ArrayList<>(List.of("go", "test", "-json", "-count=1"));
        // Go itself then tells what hangs, before it is killed.
        command.add("-timeout=" + settings.timeOfTests().toMillis() + "ms");
        if (!choice.words().isEmpty()) command.add("-run=" + choice.words());
        if (!choice.tests().isEmpty())
            command.add("-run="
                    + Choice.anyOf(choice.tests().stream()
                            .map(each -> each.name().replaceFirst("/.*", ""))
                            .distinct()
                            .toList()));
        command.add("./...");
        return command;
    }

    @Override
    public Set<String> environment() {
        return Set.of("GOPATH", "GOROOT", "GOFLAGS", "GOCACHE", "GOMODCACHE", "GOTOOLCHAIN");
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
    public Reading begin(Path project) {
        return left -> {
            Events events = new Events(new PathFrames(project), module(project));
            left.lines().forEach(events::line);
            return events.found();
        };
    }

    /** Tests name files within their package's folder. */
    @Override
    public Locating locating(Path project) {
        PathFrames frames = new PathFrames(project);
        return (home, failure) ->
                frames.innermostFirst(BARE.matcher(failure.trace()).replaceAll("$1" + home + "$2"));
    }

    /** The name of the module, with which the names of its packages begin. */
    private static String module(Path project) {
        try {
            return ConfinedFolder.of(project).read("go.mod").lines().stream()
                    .map(MODULE::matcher)
                    .filter(Matcher::matches)
                    .map(found -> found.group(1))
                    .findFirst()
                    .orElse("");
        } catch (UnreadableFileException none) {
            return "";
        }
    }

    private static final class Events {
        private final PathFrames frames;
        private final String module;
        private final Map<TestId, StringBuilder> said = new HashMap<>();
        private final Map<TestId, ReadCase> cases = new LinkedHashMap<>();
        private final Set<CompileError> compileErrors = new LinkedHashSet<>();
        private final Set<String> withFailedTests = new LinkedHashSet<>();
        private final Map<String, Set<TestId>> running = new HashMap<>(); // by their packages, until these end
        private final Set<String> over = new LinkedHashSet<>();
        private boolean crashed;

        Events(PathFrames frames, String module) {
            this.frames = frames;
            this.module = module;
        }

        void line(String line) {
            if (!line.startsWith("{")) {
                compiler(line);
                return;
            }
            try {
                event(Json.parse(line));
            } catch (JsonException notAnEvent) {
                compiler(line);
            }
        }

        private void event(Json event) {
            String output = text(event, "Output");
            String action = text(event, "Action");
            if (action.equals("build-output")) compiler(output.stripTrailing());
            TestId id = new TestId(text(event, "Package"), text(event, "Test"), "");
            if (action.equals("run"))
                running.computeIfAbsent(id.suite(), none -> new LinkedHashSet<>())
                        .add(id);
            if (action.equals("output")) {
                StringBuilder words = said.computeIfAbsent(id, none -> new StringBuilder());
                if (words.length() < MAX_SAID
                        && !NOISE.matcher(output.stripTrailing()).matches()) words.append(output);
                if (id.name().isEmpty()) compiler(output.stripTrailing());
            }
            Status status = switch (action) {
                case "pass" -> Status.PASSED;
                case "fail" -> Status.FAILED;
                case "skip" -> Status.SKIPPED;
                default -> null;
            };
            if (status != null) ended(id, status, event);
        }

        private void ended(TestId id, Status status, Json event) {
            Duration time = event.find("Elapsed")
                    .filter(Json::isNumber)
                    .map(seconds ->
                            Duration.ofMillis(Math.round(seconds.decimal().doubleValue() * 1_000)))
                    .orElse(Duration.ZERO);
            if (id.name().isEmpty()) {
                boolean first = over.add(id.suite());
                if (first && status == Status.FAILED && !withFailedTests.contains(id.suite())) packageFailed(id);
                running.remove(id.suite());
                return;
            }
            running.getOrDefault(id.suite(), new LinkedHashSet<>()).remove(id);
            ReadCase before = cases.get(id);
            if (before != null && before.isFailed()) return;
            if (status == Status.FAILED) withFailedTests.add(id.suite());
            cases.put(
                    id,
                    new ReadCase(
                            id,
                            home(id),
                            status,
                            time,
                            status == Status.FAILED ? List.of(failure(id)) : List.of(),
                            ""));
        }

        /** A package without a failed test has failed as a whole: it does not compile, a test of it hung, or its process died. */
        private void packageFailed(TestId id) {
            TestId own = findBroken(id.suite()).orElse(id);
            Failure failure = failure(own);
            if (!compileErrors.isEmpty() && failure.type().isEmpty()) return;
            boolean died = !failure.message().contains("[build failed]")
                    && !failure.type().equals(Found.TIMEOUT);
            crashed |= died;
            String type = died ? Found.CRASH : failure.type();
            cases.put(
                    own,
                    ReadCase.broken(own, new Failure(type, failure.message(), failure.trace()))
                            .at(home(own)));
        }

        /** The test that panicked or was too late, of which older versions of Go tell no end. */
        private Optional<TestId> findBroken(String suite) {
            return running.getOrDefault(suite, Set.of()).stream()
                    .filter(each -> !failure(each).type().isEmpty())
                    .findFirst();
        }

        /** The folder of a package; nothing that could mean more in a replacement. */
        private String home(TestId id) {
            boolean below = !module.isEmpty() && id.suite().startsWith(module + "/");
            String folder = below ? id.suite().substring(module.length() + 1) + "/" : "";
            return folder.contains("$") || folder.contains("\\") ? "" : folder;
        }

        private Failure failure(TestId id) {
            String words =
                    String.valueOf(said.getOrDefault(id, new StringBuilder())).strip();
            boolean late = words.contains(TIMED_OUT);
            boolean panicked = words.startsWith("panic: ") || words.contains("\npanic: ");
            String message = panicked
                    ? words.substring(words.indexOf("panic: "))
                            .lines()
                            .findFirst()
                            .orElse("")
                    : words;
            message = LOGGED.matcher(message).replaceFirst("");
            return new Failure(late ? Found.TIMEOUT : panicked ? "panic" : "", message, words);
        }

        private void compiler(String line) {
            Matcher error = COMPILER.matcher(line.length() > 1_500 ? "" : line);
            if (!error.matches() || compileErrors.size() >= MAX_COMPILE_ERRORS) return;
            frames.relative(error.group(1))
                    .ifPresent(file -> compileErrors.add(
                            new CompileError(file, Integer.parseInt(error.group(2)), error.group(3))));
        }

        private static String text(Json event, String field) {
            return event.find(field).filter(Json::isString).map(Json::string).orElse("");
        }

        Found found() {
            return new Found(List.copyOf(cases.values()), List.copyOf(compileErrors), crashed, List.of());
        }
    }
}
