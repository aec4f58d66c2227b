package dev.spindle.tools.tests;

import dev.spindle.tools.files.ConfinedFolder;
import dev.spindle.tools.files.Listing;
import dev.spindle.tools.files.TextFile;
import dev.spindle.tools.files.UnreadableFileException;
import dev.spindle.tools.tests.TestReport.SourceLine;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** Looks lines up in a project's sources. */
final class Sources {
    private static final int MAX_TEXT = 200;
    private static final int MAX_FILES = 2_000;
    private static final int MAX_LINES = 5;
    private static final int NEAR = 12;
    private static final String SOURCES = "**/*.{java,kt,py,js,mjs,cjs,ts,rs,go}";
    private static final Pattern ENDS = Pattern.compile(
            "\\bSystem\\.exit\\(|\\bgetRuntime\\(\\)\\.exit\\(|\\.halt\\(|\\bos\\._exit\\(|\\bos\\.abort\\(|\\bos\\.kill\\(|\\bsys\\.exit\\("
                    + "|\\bSystemExit\\b|\\bprocess\\.(?:exit|reallyExit|abort|kill)\\(|\\bprocess\\.exitCode\\s*=[^=]|\\bprocess::(?:exit|abort)\\("
                    + "|\\bos\\.Exit\\(|\\bsyscall\\.(?:Exit|Kill)\\(|\\bUnsafe\\b|\\bexitProcess\\(");
    private static final Pattern COMMENT = Pattern.compile("\\s*(?://|\\*|/\\*|#|import ).*");

    private final ConfinedFolder project;

    Sources(Path root) {
        project = ConfinedFolder.of(root).hiding("**/node_modules/**", "**/target/**", "**/build/**", "**/.venv/**");
    }

    /** A line; without its text if it cannot be read. */
    SourceLine line(String file, int line) {
        List<String> lines = find(file).map(TextFile::lines).orElse(List.of());
        String text = line >= 1 && line <= lines.size() ? lines.get(line - 1) : "";
        return new SourceLine(file, line, cut(text));
    }

    /** The lines that could end a process: of one that died without a word, these are all that can be looked at. */
    List<SourceLine> thatEndProcesses() {
        List<SourceLine> found = new ArrayList<>();
        for (Listing.Item item : project.files(SOURCES, MAX_FILES).files()) {
            if (found.size() >= MAX_LINES) break;
            find(item.path()).ifPresent(file -> addFrom(file, found));
        }
        return found;
    }

    /** The nearest line that could end a process; the line itself if none is near. */
    SourceLine thatEndsProcessesNear(SourceLine line) {
        List<String> lines = find(line.file()).map(TextFile::lines).orElse(List.of());
        for (int away = 0; away <= NEAR; away++)
            for (int at : new int[] {line.line() - away, line.line() + away})
                if (at >= 1 && at <= lines.size() && ends(lines.get(at - 1)))
                    return new SourceLine(line.file(), at, cut(lines.get(at - 1)));
        return line;
    }

    private static boolean ends(String text) {
        return endsProcess(text) && !COMMENT.matcher(text).matches();
    }

    /** Whether a line of code has a call that ends a process. */
    static boolean endsProcess(String text) {
        return ENDS.matcher(text).find();
    }

    private Optional<TextFile> find(String path) {
        try {
            return Optional.of(project.read(path));
        } catch (UnreadableFileException gone) {
            return Optional.empty();
        }
    }

    private static void addFrom(TextFile file, List<SourceLine> found) {
        for (int at = 0; at < file.lines().size() && found.size() < MAX_LINES; at++) {
            String text = file.lines().get(at);
            if (ends(text)) found.add(new SourceLine(file.path(), at + 1, cut(text)));
        }
    }

    private static String cut(String text) {
        String bare = text.strip();
        return bare.length() > MAX_TEXT ? bare.substring(0, MAX_TEXT) + "…" : bare;
    }
}
