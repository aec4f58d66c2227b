package dev.spindle.tools.tests;

import dev.spindle.tools.files.ConfinedFolder;
import dev.spindle.tools.files.Listing;
import dev.spindle.tools.files.UnreadableFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Finds the tests that a project's sources declare, without building or running anything. */
final class DeclaredTests {
    private static final int MAX_FILES = 5_000;
    private static final int MAX_LINE = 1_000;
    private static final String SOURCES = "**/*.{java,kt,groovy,py,js,mjs,cjs,jsx,ts,mts,cts,tsx,rs,go,feature}";

    private static final Pattern ANNOTATED = Pattern.compile(
            "@(?:\\w{1,80}\\.){0,8}(?:Test|ParameterizedTest|RepeatedTest|TestFactory|TestTemplate|Property)\\b");
    private static final Pattern OF_RUST = Pattern.compile("#\\[(?:\\w{1,80}::){0,4}test\\b");
    private static final Pattern ANNOTATION = Pattern.compile("\\s*@[\\w.]{1,200}(?:\\([^()]{0,500}\\))?");
    private static final Pattern NAMED =
            Pattern.compile("(?:\\bfun\\s+`([^`]{1,300})`|\\b(?:fn\\s+)?([A-Za-z_$][\\w$]{0,300}))\\s{0,10}[(<].*");

    /** What declares a test in one line, by the ending of the file. */
    private static final Pattern SPOCK = Pattern.compile("\\s*(?:def|void)\\s+(['\"])(.{1,300}?)\\1\\s*\\(.*");

    private static final Pattern PYTHON = Pattern.compile("(\\s*)(?:async\\s+)?def (test\\w{0,300})\\(.*");
    private static final Pattern PYTHON_CLASS = Pattern.compile("class (Test\\w{0,300})\\b.*");
    private static final Pattern SCRIPT = Pattern.compile(
            "\\s*(?:it|test)(?:\\.\\w{1,20}){0,3}\\s*(?:\\([^()]{0,300}\\)\\s*)?\\(\\s*(['\"`])(.{1,300}?)\\1.*");
    private static final Pattern GO = Pattern.compile("func ((?:Test|Example|Fuzz)\\w{0,300})\\(.*");
    private static final Pattern SCENARIO =
            Pattern.compile("\\s*(?:Scenario|Example)(?: Outline| Template)?: (.{1,300})");

    private final ConfinedFolder project;
    private final List<Declared> found = new ArrayList<>();

    DeclaredTests(Path root) {
        project = ConfinedFolder.of(root)
                .hiding(
                        "**/node_modules/**",
                        "**/target/**",
                        "**/build/**",
                        "**/.venv/**",
                        "**/site-packages/**",
                        "**/dist/**");
    }

    /** A test in the sources. */
    record Declared(String file, int line, String name) {}

    /** All of them. */
    List<Declared> all() throws InterruptedException {
        for (Listing.Item item : project.files(SOURCES, MAX_FILES).files()) {
            if (Thread.interrupted()) throw new InterruptedException("stopped while looking for tests");
            if (TestFiles.isTest(item.path()) || item.path().endsWith(".rs")) read(item.path());
        }
        return List.copyOf(found);
    }

    private void read(String path) {
        List<String> lines;
        try {
            lines = project.read(path).lines();
        } catch (UnreadableFileException gone) {
            return;
        }
        String ending = path.substring(path.lastIndexOf('.') + 1);
        switch (ending) {
            case "java", "kt", "groovy" -> marked(path, lines, ANNOTATED);
            case "rs" -> marked(path, lines, OF_RUST);
            case "py" -> python(path, lines);
            case "go" -> each(path, lines, GO, 1);
            case "feature" -> each(path, lines, SCENARIO, 1);
            default -> each(path, lines, SCRIPT, 2);
        }
        if (ending.equals("groovy")) each(path, lines, SPOCK, 2);
    }

    /** Tests that stand behind a mark, in the same line or in one of the next. */
    private void marked(String path, List<String> lines, Pattern mark) {
        boolean isMarked = false;
        for (int at = 0; at < lines.size(); at++) {
            String line = lines.get(at);
            if (line.length() > MAX_LINE) continue;
            Matcher marking = mark.matcher(line);
            boolean marks = marking.find();
            isMarked |= marks;
            if (!isMarked) continue;
            String rest = withoutAnnotations(marks ? line.substring(marking.start()) : line);
            Matcher named = NAMED.matcher(rest);
            if (rest.isBlank() || rest.strip().startsWith("#[") || !named.find()) continue;
            add(path, at, named.group(1) == null ? named.group(2) : named.group(1));
            isMarked = false;
        }
    }

    private static String withoutAnnotations(String line) {
        Matcher annotation = ANNOTATION.matcher(line);
        int from = 0;
        while (annotation.region(from, line.length()).lookingAt()) from = annotation.end();
        return line.substring(from);
    }

    private void python(String path, List<String> lines) {
        String group = "";
        for (int at = 0; at < lines.size(); at++) {
            String line = lines.get(at);
            if (line.length() > MAX_LINE || line.isBlank()) continue;
            Matcher grouping = PYTHON_CLASS.matcher(line);
            Matcher test = PYTHON.matcher(line);
            if (grouping.matches()) group = grouping.group(1) + "::";
            else if (test.matches()) add(path, at, (test.group(1).isEmpty() ? "" : group) + test.group(2));
            else if (!Character.isWhitespace(line.charAt(0)) && line.charAt(0) != '#' && line.charAt(0) != '@')
                group = "";
        }
    }

    private void each(String path, List<String> lines, Pattern pattern, int group) {
        for (int at = 0; at < lines.size(); at++) {
            String line = lines.get(at);
            if (line.length() > MAX_LINE) continue;
            Matcher test = pattern.matcher(line);
            if (test.matches()) add(path, at, test.group(group).strip());
        }
    }

    private void add(String path, int at, String name) {
        found.add(new Declared(path, at + 1, name));
    }
}
