package dev.spindle.tools.tests;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Looks at a patch before any test does: what makes tests pass without making the code right is refused. It is strict, and reads no
 * meaning: a good patch may be refused, and a person can still take it.
 */
final class PatchReview {
    private static final int MAX_LINES = 400;
    private static final int MAX_LINE = 2_000;
    private static final Pattern OF_RUST_TESTS = Pattern.compile("\\s*#\\[cfg\\(test\\)].*");
    private static final Pattern TOKEN =
            Pattern.compile("\\bcatch\\s{0,50}(?:\\([^)]{0,300}\\))?\\s{0,50}\\{|[{}]|\\bthrow\\b");
    private static final Pattern EXCEPT = Pattern.compile("(\\s*)except\\b.*:.*");
    private static final Pattern QUIET = Pattern.compile(
            "\\bcontextlib\\.suppress\\(|\\bsuppress\\(\\w*(?:Exception|Error)|\\bcatch_unwind\\(|\\brecover\\(\\)|\\brunCatching\\b|\\.exceptionally\\("
                    + "|\\.catch\\(\\s*(?:\\(\\s*\\w*\\s*\\)|\\w+)\\s*=>(?![^\\n]*throw)");
    private static final Pattern TEST_AWARE = Pattern.compile(
            "(?i)\\bjunit|surefire|\\bpytest|PYTEST_CURRENT_TEST|\\bvitest\\b|JEST_WORKER|NODE_TEST_CONTEXT"
                    + "|cfg!\\(test\\)|testing\\.Testing\\(|getStackTrace\\(|StackWalker|inspect\\.stack\\(|org\\.gradle\\.test");
    private static final Pattern ENDS_PROCESS = Pattern.compile(
            "System\\.exit\\(|\\.halt\\(|os\\._exit\\(|sys\\.exit\\(|process\\.exit\\(|process::exit\\(|os\\.Exit\\(");
    private static final Pattern LEFT_OUT =
            Pattern.compile("@Disabled|@Ignore\\b|pytest\\.(?:mark\\.)?(?:skip|xfail)|#\\[ignore|t\\.Skip\\(");

    private final List<String> refusals = new ArrayList<>();

    private PatchReview() {}

    /** Why these changes are refused; empty if nothing speaks against them. */
    static List<String> refusals(List<Change> changes) {
        if (changes.isEmpty()) return List.of("it changes nothing");
        int lines = changes.stream()
                .mapToInt(each -> each.added().size() + each.removed().size())
                .sum();
        if (lines > MAX_LINES) return List.of("it changes " + lines + " lines, more than " + MAX_LINES);
        PatchReview review = new PatchReview();
        changes.forEach(review::look);
        return List.copyOf(review.refusals);
    }

    private void look(Change change) {
        String path = change.path();
        if (TestFiles.isTest(path)) refuse((change.isGone() ? "it deletes the test " : "it changes the test ") + path);
        else if (TestFiles.isBuild(path)) refuse("it changes the build file " + path);
        else if (change.isGone()) refuse("it deletes " + path);
        if (touchesRustTests(change)) refuse("it changes tests in " + path);
        if (change.addedLines().stream().anyMatch(line -> line.length() > MAX_LINE)) {
            refuse("it writes a line of more than " + MAX_LINE + " characters in " + path);
            return;
        }
        swallows(change);
        for (String line : change.addedLines()) {
            if (TEST_AWARE.matcher(line).find())
                refuse("it asks in " + path + " whether it is being tested: " + line.strip());
            if (ENDS_PROCESS.matcher(line).find()) refuse("it ends the process in " + path + ": " + line.strip());
            if (LEFT_OUT.matcher(line).find()) refuse("it leaves tests out in " + path + ": " + line.strip());
        }
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
        List<Integer> now = swallowing(change.path(), change.after());
        List<Integer> then = swallowing(change.path(), change.before());
        if (now.size() <= then.size()) return;
        Set<Integer> added = Set.copyOf(change.added());
        int line = now.stream().filter(added::contains).findFirst().orElse(now.get(0));
        refuse("it catches what goes wrong and throws nothing on, in " + change.path() + ":" + line + ": "
                + change.after().get(line - 1).strip());
    }

    /** The lines at which something is caught behind which nothing is thrown. */
    private static List<Integer> swallowing(String path, List<String> lines) {
        Set<Integer> found = new TreeSet<>(blocksWithoutThrow(lines));
        for (int at = 0; at < lines.size(); at++) {
            String line = lines.get(at);
            if (line.length() > MAX_LINE) continue;
            boolean quiet = QUIET.matcher(line).find();
            boolean excepted = path.endsWith(".py") && !raisesInBlock(lines, at);
            if (quiet || excepted) found.add(at + 1);
        }
        return List.copyOf(found);
    }

    /** A block that is open. */
    private static final class Block {
        private final int caughtAt;
        private boolean throwing;

        Block(int caughtAt) {
            this.caughtAt = caughtAt;
        }
    }

    /** The lines at which blocks begin that catch something, and in which nothing is thrown. */
    private static List<Integer> blocksWithoutThrow(List<String> lines) {
        String text = String.join("\n", lines);
        List<Integer> found = new ArrayList<>();
        Deque<Block> open = new ArrayDeque<>();
        Matcher token = TOKEN.matcher(text);
        int counted = 0;
        int line = 1;
        while (token.find()) {
            for (; counted < token.start(); counted++) if (text.charAt(counted) == '\n') line++;
            String word = token.group();
            if (word.startsWith("catch")) open.push(new Block(line));
            else if (word.equals("{")) open.push(new Block(0));
            else if (!open.isEmpty() && word.equals("throw")) open.element().throwing = true;
            else if (!open.isEmpty()) close(open, found);
        }
        while (!open.isEmpty()) close(open, found);
        return found;
    }

    private static void close(Deque<Block> open, List<Integer> found) {
        Block block = open.pop();
        if (block.caughtAt > 0 && !block.throwing) found.add(block.caughtAt);
        if (block.throwing && !open.isEmpty()) open.element().throwing = true;
    }

    private static boolean raisesInBlock(List<String> lines, int from) {
        Matcher except = EXCEPT.matcher(lines.get(from));
        if (!except.matches()) return true;
        int indent = except.group(1).length();
        if (lines.get(from).contains("raise")) return true;
        for (int at = from + 1; at < Math.min(lines.size(), from + 60); at++) {
            String line = lines.get(at);
            if (line.isBlank()) continue;
            if (line.length() - line.stripLeading().length() <= indent) return false;
            if (line.strip().startsWith("raise")) return true;
        }
        return false;
    }
}
