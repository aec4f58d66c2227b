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
 * Finds where code catches what goes wrong and throws nothing on. It reads no meaning, and believes no word in a comment or a string: what
 * could be such a place, is one.
 */
final class Swallowing {
    private static final int MAX_LINE = 2_000;
    private static final int MAX_BLOCK = 60;
    private static final Pattern TOKEN = Pattern.compile(
            "\\bcatch\\s{0,50}(?:\\([^)]{0,300}\\))?\\s{0,50}\\{|\\bfinally\\s{0,50}\\{|[{}]|\\bthrow\\b|\\breturn\\b");
    private static final Pattern EXCEPT = Pattern.compile("(\\s*)except\\b.*:.*");
    private static final Pattern FINALLY = Pattern.compile("(\\s*)finally\\s*:.*");
    private static final Pattern EXIT = Pattern.compile("(\\s*)(?:async )?def __a?exit__\\(.*");
    private static final Pattern RAISES = Pattern.compile("\\braise\\b");
    private static final Pattern RETURNS = Pattern.compile("\\s*return\\b.*");
    private static final Pattern RETURNS_TRUE = Pattern.compile("\\s*return True\\b.*");
    private static final Pattern ERROR_OF_GO = Pattern.compile("\\s*(?:\\} else )?if .*\\berr\\w* != nil \\{\\s*");
    private static final Pattern NO_ERROR_OF_GO = Pattern.compile("\\s*return (?:.*, )?nil\\s*");
    private static final Pattern QUIET = Pattern.compile(
            "\\bcontextlib\\.suppress\\(|\\bsuppress\\(\\w*(?:Exception|Error)|\\bcatch_unwind\\(|\\brecover\\(\\)"
                    + "|\\brunCatching\\b|\\.exceptionally(?:Compose|Async)?\\(|\\.onError(?:Return|Resume|Complete)\\w*\\("
                    + "|\\.catch\\(\\s*(?:async\\s*)?(?:\\(\\s*\\w*\\s*\\)|\\w+)\\s*=>(?![^\\n]*throw)"
                    + "|\\.catch\\(\\s*(?:async\\s+)?function\\b(?![^\\n]*throw)|\\.catch\\(\\s*\\w*noop\\w*\\s*\\)"
                    + "|\\bErr\\(\\s*_\\w*\\s*\\)\\s*=>(?![^\\n]*(?:Err\\(|!\\())"
                    + "|['\"](?:uncaughtException|unhandledRejection)|[uU]ncaughtExceptionHandler|\\bexcepthook\\b|\\bpanic::set_hook\\b");

    private final String path;
    private final List<String> lines;
    private final List<String> bare;

    private Swallowing(String path, List<String> lines) {
        this.path = path;
        this.lines = lines;
        this.bare = CodeText.bare(path, lines);
    }

    /** The lines, counted from 1, at which something is caught behind which nothing is thrown. */
    static List<Integer> in(String path, List<String> lines) {
        Swallowing found = new Swallowing(path, lines);
        // What looks like a string may be none, and hide a brace: so they are counted with strings and without.
        Set<Integer> all = new TreeSet<>(found.blocks(lines));
        all.addAll(found.blocks(found.bare));
        for (int at = 0; at < lines.size(); at++)
            if (lines.get(at).length() <= MAX_LINE && found.isQuiet(at)) all.add(at + 1);
        return List.copyOf(all);
    }

    private boolean isQuiet(int at) {
        String line = lines.get(at);
        if (QUIET.matcher(line).find()) return true;
        if (path.endsWith(".go"))
            return ERROR_OF_GO.matcher(line).matches()
                    && at + 1 < lines.size()
                    && NO_ERROR_OF_GO.matcher(lines.get(at + 1)).matches();
        if (!path.endsWith(".py")) return false;
        return (heads(EXCEPT, at) && !hasInBlock(EXCEPT, RAISES, at))
                || (heads(FINALLY, at) && hasInBlock(FINALLY, RETURNS, at))
                || (heads(EXIT, at) && hasInBlock(EXIT, RETURNS_TRUE, at));
    }

    private boolean heads(Pattern head, int at) {
        return head.matcher(lines.get(at)).matches();
    }

    /** Whether something stands in the line of a head, or in its block. */
    private boolean hasInBlock(Pattern head, Pattern wanted, int from) {
        Matcher heading = head.matcher(lines.get(from));
        if (!heading.matches()) return false;
        int indent = heading.group(1).length();
        String own = bare.get(from);
        if (wanted.matcher(own.substring(Math.max(0, own.indexOf(':')))).find()) return true;
        for (int at = from + 1; at < Math.min(lines.size(), from + MAX_BLOCK); at++) {
            String line = bare.get(at);
            if (line.isBlank()) continue;
            if (line.length() - line.stripLeading().length() <= indent) return false;
            if (line.length() <= MAX_LINE && wanted.matcher(line).find()) return true;
        }
        return false;
    }

    /** A block that is open. */
    private static final class Block {
        private final String kind;
        private final int line;
        private boolean throwing;
        private boolean returning;

        Block(String kind, int line) {
            this.kind = kind;
            this.line = line;
        }

        boolean swallows() {
            return (kind.startsWith("catch") && !throwing) || (kind.startsWith("finally") && returning);
        }
    }

    /** The lines at which blocks begin that catch something and in which nothing is thrown, or that return instead of throwing on. */
    private List<Integer> blocks(List<String> counted) {
        String text = String.join("\n", counted);
        String code = String.join("\n", bare);
        List<Integer> found = new ArrayList<>();
        Deque<Block> open = new ArrayDeque<>();
        Matcher token = TOKEN.matcher(text);
        int seen = 0;
        int line = 1;
        while (token.find()) {
            for (; seen < token.start(); seen++) if (text.charAt(seen) == '\n') line++;
            String word = token.group();
            boolean isCode = code.startsWith(word, token.start());
            if (word.endsWith("{")) open.push(new Block(word, line));
            else if (word.equals("}")) close(open, found);
            else if (isCode && !open.isEmpty()) mark(open.element(), word);
        }
        while (!open.isEmpty()) close(open, found);
        return found;
    }

    private static void mark(Block block, String word) {
        block.throwing |= word.equals("throw");
        block.returning |= word.equals("return");
    }

    private static void close(Deque<Block> open, List<Integer> found) {
        if (open.isEmpty()) return;
        Block block = open.pop();
        if (block.swallows()) found.add(block.line);
        if (open.isEmpty()) return;
        open.element().throwing |= block.throwing;
        open.element().returning |= block.returning;
    }
}
