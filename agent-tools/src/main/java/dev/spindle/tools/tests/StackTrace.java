package dev.spindle.tools.tests;

import dev.spindle.tools.files.ConfinedFolder;
import dev.spindle.tools.files.TextFile;
import dev.spindle.tools.files.UnreadableFileException;
import dev.spindle.tools.tests.TestReport.SourceLine;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Finds the lines of a project's sources in stack traces. A trace comes from the project's code, so it may name any file: only what
 * lies in the source folders of the project's modules is looked at. Used by one thread.
 */
final class StackTrace {
    private static final int MAX_LINES = 5;
    private static final int MAX_FRAMES = 300;
    private static final int MAX_FRAME = 1_000;
    private static final int MAX_TEXT = 200;

    private static final Pattern FRAME = Pattern.compile(
            "\\s*at (?:[^/()\\s]*+/)*+((?:[\\w$]+\\.)*+)[\\w$<>]+\\(([\\w$]+\\.(?:java|kt|groovy)):(\\d{1,7})\\)");
    private static final List<String> SOURCES =
            List.of("src/test/java/", "src/main/java/", "src/test/kotlin/", "src/main/kotlin/", "src/test/groovy/");

    private final ConfinedFolder project;
    private final Set<String> modules;
    private final KnownFiles known;

    /** For a project with modules in these folders: paths that are empty or end in {@code /}. */
    StackTrace(ConfinedFolder project, Set<String> modules) {
        this(project, modules, KnownFiles.MAX_TIME);
    }

    StackTrace(ConfinedFolder project, Set<String> modules, Duration time) {
        this.project = project;
        this.modules = modules;
        this.known = new KnownFiles(time);
    }

    /** The project's lines in a trace, in its order, each once; a class is looked for in the home module first. */
    List<SourceLine> lines(String home, String trace) {
        List<SourceLine> found = new ArrayList<>();
        trace.lines()
                .limit(MAX_FRAMES)
                .filter(line -> line.length() < MAX_FRAME)
                .forEach(line -> {
                    Matcher frame = FRAME.matcher(line);
                    if (frame.lookingAt() && found.size() < MAX_LINES) {
                        find(home, frame).filter(each -> !found.contains(each)).ifPresent(found::add);
                    }
                });
        return found;
    }

    private Optional<SourceLine> find(String home, Matcher frame) {
        String path = folder(frame.group(1)) + frame.group(2);
        int line = Integer.parseInt(frame.group(3));
        return known.find(home + path, key -> read(home, path)).map(file -> sourceLine(file, line));
    }

    /** The folder of a class's package: the class is {@code a.b.Outer$Inner.}, with a dot at its end. */
    private static String folder(String owner) {
        String className = owner.isEmpty() ? "" : owner.substring(0, owner.length() - 1);
        return className.substring(0, className.lastIndexOf('.') + 1).replace('.', '/');
    }

    private Optional<TextFile> read(String home, String path) {
        return Stream.concat(Stream.of(home), modules.stream())
                .flatMap(module -> SOURCES.stream().map(sources -> module + sources + path))
                .flatMap(candidate -> readIfPresent(candidate).stream())
                .findFirst();
    }

    private Optional<TextFile> readIfPresent(String path) {
        if (known.isOver()) return Optional.empty();
        try {
            return Optional.of(project.read(path));
        } catch (UnreadableFileException notThere) {
            return Optional.empty();
        }
    }

    private static SourceLine sourceLine(TextFile file, int line) {
        String text = line >= 1 && line <= file.lines().size()
                ? file.lines().get(line - 1).strip()
                : "";
        return new SourceLine(file.path(), line, text.length() > MAX_TEXT ? text.substring(0, MAX_TEXT) + "…" : text);
    }
}
