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
    private static final Pattern OF_LIBRARY =
            Pattern.compile("\\b(?:org\\.junit|org\\.testng|net\\.jqwik|kotlin\\.test|io\\.kotest|spock\\.lang)\\b");
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
        List<Declared> found = new ArrayList<>();
        for (Listing.Item item : project.files(SOURCES, MAX_FILES).files()) {
            if (Thread.interrupted()) throw new InterruptedException("stopped while looking for tests");
            if (TestFiles.isTest(item.path()) || item.path().endsWith(".rs")) found.addAll(in(item.path()));
        }
        return found;
    }

    private List<Declared> in(String path) {
        try {
            return new OneFile(path, project.read(path).lines()).declared();
        } catch (UnreadableFileException gone) {
            return List.of();
        }
    }

    /** Whether a source declares tests by words that stand for nothing else; in Python, Go and Rust, names alone tell. */
    static boolean declares(String path, List<String> lines) {
        boolean isScript = path.matches(".*\\.(?:[cm]?[jt]sx?|feature)");
        boolean isClass = path.matches(".*\\.(?:java|kt|groovy)")
                && lines.stream()
                        .anyMatch(line -> line.length() <= MAX_LINE
                                && OF_LIBRARY.matcher(line).find());
        return (isScript || isClass) && !new OneFile(path, lines).declared().isEmpty();
    }

    /** Whether a source of Python has functions that are called as tests are. */
    static boolean declaresInPython(List<String> lines) {
        return !new OneFile("test.py", lines).declared().isEmpty();
    }

    /** One source, as far as it is read. */
    private static final class OneFile {
        private final String path;
        private final List<String> lines;
        private final List<Declared> found = new ArrayList<>();

        OneFile(String path, List<String> lines) {
            this.path = path;
            this.lines = lines;
        }

        List<Declared> declared() {
            String ending = path.substring(path.lastIndexOf('.') + 1);
            switch (ending) {
                case "java", "kt", "groovy" -> marked(ANNOTATED);
                case "rs" -> marked(OF_RUST);
                case "py" -> python();
                case "go" -> each(GO, 1);
                case "feature" -> each(SCENARIO, 1);
                default -> each(SCRIPT, 2);
            }
            if (ending.equals("groovy")) each(SPOCK, 2);
            return List.copyOf(found);
        }

        /** Tests that stand behind a mark, in the same line or in one of the next. */
        private void marked(Pattern mark) {
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
                add(at, named.group(1) == null ? named.group(2) : named.group(1));
                isMarked = false;
            }
        }

        private static String withoutAnnotations(String line) {
            Matcher annotation = ANNOTATION.matcher(line);
            int from = 0;
            while (annotation.region(from, line.length()).lookingAt()) from = annotation.end();
            return line.substring(from);
        }

        private void python() {
            String group = "";
            for (int at = 0; at < lines.size(); at++) {
                String line = lines.get(at);
                if (line.length() > MAX_LINE || line.isBlank()) continue;
                Matcher grouping = PYTHON_CLASS.matcher(line);
                Matcher test = PYTHON.matcher(line);
                if (grouping.matches()) group = grouping.group(1) + "::";
                else if (test.matches()) add(at, (test.group(1).isEmpty() ? "" : group) + test.group(2));
                else if (!Character.isWhitespace(line.charAt(0)) && line.charAt(0) != '#' && line.charAt(0) != '@')
                    group = "";
            }
        }

        private void each(Pattern pattern, int group) {
            for (int at = 0; at < lines.size(); at++) {
                String line = lines.get(at);
                if (line.length() > MAX_LINE) continue;
                Matcher test = pattern.matcher(line);
                if (test.matches()) add(at, test.group(group).strip());
            }
        }

        private void add(int at, String name) {
            found.add(new Declared(path, at + 1, name));
        }
    }
}
