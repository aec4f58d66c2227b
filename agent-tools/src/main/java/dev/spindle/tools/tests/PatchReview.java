package dev.spindle.tools.tests;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Looks at a patch before any test does: what makes tests pass without making the code right is refused. It is strict, and reads no
 * meaning: a good patch may be refused, and a person can still take it.
 */
final class PatchReview {
    private static final int MAX_LINES = 400;
    private static final int MAX_LINE = 2_000;
    private static final Set<String> SOURCES_OF_CLASSES = Set.of("java", "kt", "groovy", "scala");
    private static final Pattern OF_RUST_TESTS = Pattern.compile("\\s*#\\[cfg\\(test\\)].*");
    private static final Pattern TEST_AWARE = Pattern.compile(
            "(?i)\\bjunit|surefire|\\btestng\\b|\\b_?pytest|PYTEST_CURRENT_TEST|\\bunittest\\b|\\bvitest\\b|\\bjest\\b|JEST_WORKER"
                    + "|NODE_TEST_CONTEXT|NODE_ENV\\b[^\\n]{0,40}test|\\bcfg!?\\([^\\n]{0,80}\\btest\\b|cfg_attr\\([^\\n]{0,40}\\btest\\b"
                    + "|testing\\.Testing\\(|flag\\.Lookup\\(|os\\.Args\\[0]|runtime\\.Callers?\\(|debug\\.Stack\\(|backtrace::|getStackTrace\\(|StackWalker"
                    + "|inspect\\.(?:stack|currentframe)\\(|_getframe\\(|extract_stack\\(|format_stack\\(|new Error\\([^)\\n]{0,80}\\)\\.stack"
                    + "|sys\\.modules|sun\\.java\\.command|test-classes|\"Test worker\"|org\\.gradle\\.test");
    private static final Pattern LEFT_OUT = Pattern.compile(
            "@Disabled|@Ignore\\b|pytest\\.(?:mark\\.)?(?:skip|xfail)|#\\[ignore|\\bt\\.Skip|SkipTest\\b|TestAbortedException"
                    + "|AssumptionViolatedException|SkipException\\b");
    /** What assertions themselves call: whoever changes it there needs no right result. */
    private static final Pattern OF_ASSERTIONS = Pattern.compile(
            "(?:\\bassert|\\bexpect|['\"](?:node:)?assert(?:/strict)?['\"]\\))(?:\\.\\w{1,40}){1,3}\\s*=[^=]|\\bexpect\\.extend\\("
                    + "|\\basymmetricMatch\\b|\\bObject\\.is\\s*=[^=]|\\bbuiltins\\.|\\b__builtins__\\b|\\b__(?:instancecheck|subclasscheck)__\\b|\\bSymbol\\.hasInstance\\b");

    private static final Pattern EQUALITY = Pattern.compile(
            "\\bboolean\\s+equals\\s*\\(|\\bfun\\s+equals\\s*\\(|\\bdef\\s+(?:__eq__|__ne__|__contains__|equals)\\s*\\(|\\bfn\\s+(?:eq|ne)\\s*\\(");
    private static final Pattern AT_ONCE = Pattern.compile(".*[{=:]\\s*(?:return\\s+)?[Tt]rue\\s*;?\\s*}?\\s*");
    private static final Pattern TRUE = Pattern.compile("(?:return\\s+)?[Tt]rue\\s*;?\\s*}?");
    private static final int BODY = 3;

    private final List<String> refusals = new ArrayList<>();

    private final Set<String> suites;

    private PatchReview(Set<String> suites) {
        this.suites = suites;
    }

    /**
     * Why these changes are refused; empty if nothing speaks against them.
     *
     * @param suites what holds tests, as a run of them told: ends of the paths of files, and of those of classes without their endings
     */
    static List<String> refusals(List<Change> changes, Set<String> suites) {
        if (changes.isEmpty()) return List.of("it changes nothing");
        int lines = changes.stream()
                .mapToInt(each -> each.added().size() + each.removed().size())
                .sum();
        if (lines > MAX_LINES) return List.of("it changes " + lines + " lines, more than " + MAX_LINES);
        PatchReview review = new PatchReview(suites);
        changes.forEach(review::look);
        return List.copyOf(review.refusals);
    }

    private void look(Change change) {
        String path = change.path();
        if (isTest(change)) refuse((change.isGone() ? "it deletes the test " : "it changes the test ") + path);
        else if (TestFiles.isBuild(path)) refuse("it changes the build file " + path);
        else if (change.isGone()) refuse("it deletes " + path);
        else if (change.before().isEmpty() && (TEST_AWARE.matcher(path).find() || TestFiles.hidesLibrary(path)))
            refuse("it takes the name of what runs tests: " + path);
        if (touchesRustTests(change)) refuse("it changes tests in " + path);
        if (change.addedLines().stream().anyMatch(line -> line.length() > MAX_LINE)) {
            refuse("it writes a line of more than " + MAX_LINE + " characters in " + path);
            return;
        }
        swallows(change);
        alwaysEqual(change);
        for (String line : change.addedLines()) {
            if (TEST_AWARE.matcher(line).find())
                refuse("it asks in " + path + " whether it is being tested: " + line.strip());
            if (Sources.endsProcess(line)) refuse("it ends the process in " + path + ": " + line.strip());
            if (LEFT_OUT.matcher(line).find()) refuse("it leaves tests out in " + path + ": " + line.strip());
            if (OF_ASSERTIONS.matcher(line).find())
                refuse("it changes what assertions do, in " + path + ": " + line.strip());
        }
    }

    /** By its path, by the run that showed what it holds, or because it declares tests. */
    private boolean isTest(Change change) {
        String path = change.path();
        return TestFiles.isTest(path)
                || (holdsSuite(path) && !isTestedWithin(change))
                || DeclaredTests.declares(path, change.before())
                || DeclaredTests.declares(path, change.after());
    }

    /** In Python, what documentation says is tested where it stands. */
    private static boolean isTestedWithin(Change change) {
        return change.path().endsWith(".py") && !DeclaredTests.declaresInPython(change.before());
    }

    /** Whether a file, or the class in it, is one that the run named. */
    private boolean holdsSuite(String path) {
        int dot = path.lastIndexOf('.');
        boolean isClass = dot >= 0 && SOURCES_OF_CLASSES.contains(path.substring(dot + 1));
        return isNamed(path) || (isClass && isNamed(path.substring(0, dot)));
    }

    private boolean isNamed(String path) {
        for (String end = path; ; end = end.substring(end.indexOf('/') + 1)) {
            if (suites.contains(end)) return true;
            if (end.indexOf('/') < 0) return false;
        }
    }

    /** Values that equal any other satisfy each assertion. */
    private void alwaysEqual(Change change) {
        List<String> code = CodeText.bare(change.path(), change.after());
        for (int line : change.added())
            for (int head = Math.max(1, line - BODY); head <= Math.min(code.size(), line); head++)
                if (EQUALITY.matcher(cut(code.get(head - 1))).find() && isAlways(code, head)) {
                    refuse("it makes values equal to any other, in " + change.path() + ":" + head);
                    return;
                }
    }

    private static boolean isAlways(List<String> code, int head) {
        if (AT_ONCE.matcher(cut(code.get(head - 1))).matches()) return true;
        for (int at = head + 1; at <= Math.min(code.size(), head + BODY); at++) {
            String line = code.get(at - 1).strip();
            if (!line.isEmpty() && !line.equals("{"))
                return TRUE.matcher(cut(line)).matches();
        }
        return false;
    }

    private static String cut(String line) {
        return line.substring(0, Math.min(line.length(), MAX_LINE));
    }

    private void refuse(String reason) {
        if (!refusals.contains(reason)) refusals.add(reason);
    }

    /** Tests of Rust stand at the end of the file that they test. */
    private static boolean touchesRustTests(Change change) {
        if (!change.path().endsWith(".rs")) return false;
        return isBehindTests(change.before(), change.removed()) || isBehindTests(change.after(), change.added());
    }

    private static boolean isBehindTests(List<String> lines, List<Integer> touched) {
        for (int at = 0; at < lines.size(); at++) {
            int line = at + 1;
            if (OF_RUST_TESTS.matcher(lines.get(at)).matches())
                return touched.stream().anyMatch(each -> each >= line);
        }
        return false;
    }

    /** What was thrown and is now caught and forgotten. Catching it in order to throw it on, or something better, is no such thing. */
    private void swallows(Change change) {
        List<Integer> now = Swallowing.in(change.path(), change.after());
        List<Integer> then = Swallowing.in(change.path(), change.before());
        if (now.size() <= then.size()) return;
        Set<Integer> added = Set.copyOf(change.added());
        int line = now.stream().filter(added::contains).findFirst().orElse(now.get(0));
        refuse("it catches what goes wrong and throws nothing on, in " + change.path() + ":" + line + ": "
                + change.after().get(line - 1).strip());
    }
}
