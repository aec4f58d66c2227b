package dev.spindle.tools.tests;

import dev.spindle.tools.files.ConfinedFolder;
import dev.spindle.tools.files.TextFile;
import dev.spindle.tools.files.UnreadableFileException;
import dev.spindle.tools.tests.TestReport.SourceLine;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Finds the lines of a project's sources in texts that name them by their paths, as {@code cart.py:3} or
 * {@code file:///srv/shop/cart.js:3:17}. The text comes from the project's code, so it may name any file: only what lies in the
 * project, and is no library in it, is looked at. Used by one thread.
 */
final class PathFrames {
    private static final int MAX_LINES = 5;
    private static final int MAX_FRAMES = 400;
    private static final int MAX_FRAME = 1_000;
    private static final int MAX_TEXT = 200;
    // A path begins where a word does: so each character is tried once as its beginning, and not once for each before
    // it.
    private static final Pattern PLACE = Pattern.compile(
            "(?<![^\\s():'\"<>|,])([^\\s():'\"<>|,]{1,400}\\.(?:py|[cm]?[jt]sx?|rs|go)):(\\d{1,7})(?!\\d)");
    private static final Pattern LIBRARY = Pattern.compile("(?:^|/)(?:node_modules|site-packages|\\.[^./][^/]*)/");

    private final ConfinedFolder project;
    private final String root;
    private final KnownFiles known = new KnownFiles(KnownFiles.MAX_TIME);

    /** For a project at its real path. */
    PathFrames(Path root) {
        this.project = ConfinedFolder.of(root);
        this.root = root.toString().replace('\\', '/') + "/";
    }

    /** The project's lines in a text that tells the innermost call first, each once. */
    List<SourceLine> innermostFirst(String text) {
        List<SourceLine> all = all(text);
        return List.copyOf(all.subList(0, Math.min(MAX_LINES, all.size())));
    }

    /** The same of a text that tells the innermost call last. */
    List<SourceLine> innermostLast(String text) {
        List<SourceLine> all = all(text);
        Collections.reverse(all);
        return List.copyOf(all.subList(0, Math.min(MAX_LINES, all.size())));
    }

    private List<SourceLine> all(String text) {
        List<SourceLine> found = new ArrayList<>();
        text.lines().filter(line -> line.length() < MAX_FRAME).limit(MAX_FRAMES).forEach(line -> {
            Matcher place = PLACE.matcher(line);
            if (place.find())
                find(place.group(1), Integer.parseInt(place.group(2)))
                        .filter(each -> !found.contains(each))
                        .ifPresent(found::add);
        });
        return found;
    }

    /** The path relative to the project; empty if it leads elsewhere or into a library. */
    Optional<String> relative(String named) {
        String path = named.replace('\\', '/');
        if (path.startsWith("///")) path = path.substring(2); // behind "file:"
        if (path.startsWith(root)) path = path.substring(root.length());
        if (path.startsWith("./")) path = path.substring(2);
        boolean elsewhere = path.startsWith("/") || path.contains("..") || path.contains(":");
        return elsewhere || LIBRARY.matcher(path).find() ? Optional.empty() : Optional.of(path);
    }

    private Optional<SourceLine> find(String named, int line) {
        return relative(named)
                .flatMap(path -> known.find(path, this::read))
                .map(file -> new SourceLine(file.path(), line, text(file, line)));
    }

    private Optional<TextFile> read(String path) {
        try {
            return Optional.of(project.read(path));
        } catch (UnreadableFileException notThere) {
            return Optional.empty();
        }
    }

    private static String text(TextFile file, int line) {
        if (line < 1 || line > file.lines().size()) return "";
        String text = file.lines().get(line - 1).strip();
        return text.length() > MAX_TEXT ? text.substring(0, MAX_TEXT) + "…" : text;
    }
}
