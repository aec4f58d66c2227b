package dev.spindle.tools.documents;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Locale;

/**
 * Finds the headings of a document while its lines go by, and keeps the path of those that the present line stands under.
 *
 * <p>Markdown has {@code #} lines and underlined lines, AsciiDoc has {@code =} lines, other text has none. What stands in a code block or in
 * Markdown's front matter is no heading. Lines are looked at by hand: a regular expression would take quadratic time on a hostile one.
 * Used once, by one thread.
 */
final class HeadingReader {
    private static final int MAX_LEVEL = 6;
    private static final int MAX_CHARACTERS = 120;

    private record Heading(int level, String text) {}

    private final char mark;
    private final boolean markdown;
    private final Deque<Heading> open = new ArrayDeque<>();
    private String fence = "";
    private boolean atStart = true;

    private HeadingReader(char mark, boolean markdown) {
        this.mark = mark;
        this.markdown = markdown;
    }

    /** A reader for a file, by the ending of its name. */
    static HeadingReader forFile(String path) {
        String name = path.toLowerCase(Locale.ROOT);
        if (name.endsWith(".md") || name.endsWith(".markdown")) return new HeadingReader('#', true);
        if (name.endsWith(".adoc") || name.endsWith(".asciidoc")) return new HeadingReader('=', false);
        return new HeadingReader(HtmlText.isHtml(name) ? '#' : '\0', false);
    }

    /** Takes the next line, given the one after it; whether it is a heading, and so the end of the path. */
    boolean read(String line, String next) {
        boolean first = atStart;
        atStart = false;
        if (isFenced(line, first)) return false;
        int level = markedLevel(line);
        if (level > 0) return push(level, line.strip().substring(level));
        if (markdown && startsWithWord(line)) {
            if (isRule(next, '=', 1)) return push(1, line);
            if (isRule(next, '-', 3)) return push(2, line);
        }
        return false;
    }

    /** The headings that the line stands under, outermost first. */
    List<String> path() {
        return open.stream().map(Heading::text).toList();
    }

    private boolean push(int level, String text) {
        while (!open.isEmpty() && open.getLast().level() >= level) open.removeLast();
        open.addLast(new Heading(level, shortened(text)));
        return true;
    }

    /** Whether the line opens, closes or stands in a block whose text is no prose. */
    private boolean isFenced(String line, boolean first) {
        if (!fence.isEmpty()) {
            if (isRule(line, fence.charAt(0), fence.length())) fence = "";
            return true;
        }
        if (first && markdown && line.strip().equals("---")) fence = "---";
        else if (markdown) fence = run(line, '`').isEmpty() ? run(line, '~') : run(line, '`');
        else if (mark == '=' && isRule(line, '-', 4)) fence = line.strip();
        return !fence.isEmpty();
    }

    /** The three or more marks that a line starts with; empty if it starts with fewer. */
    private static String run(String line, char mark) {
        int start = indentation(line);
        int end = start;
        while (end < line.length() && line.charAt(end) == mark) end++;
        return end - start >= 3 ? line.substring(start, end) : "";
    }

    /** How many marks a heading line starts with; zero if it is none. */
    private int markedLevel(String line) {
        int start = indentation(line);
        int end = start;
        while (end < line.length() && line.charAt(end) == mark) end++;
        int level = end - start;
        boolean heading =
                start < 4 && level >= 1 && level <= MAX_LEVEL && end < line.length() && line.charAt(end) == ' ';
        return heading ? level : 0;
    }

    private static int indentation(String line) {
        int start = 0;
        while (start < line.length() && line.charAt(start) == ' ') start++;
        return start;
    }

    private static boolean startsWithWord(String line) {
        return !line.isEmpty() && Character.isLetterOrDigit(line.codePointAt(0));
    }

    private static boolean isRule(String line, char mark, int atLeast) {
        String stripped = line.strip();
        return stripped.length() >= atLeast && stripped.chars().allMatch(c -> c == mark);
    }

    private String shortened(String text) {
        String stripped = text.strip();
        int end = stripped.length();
        while (end > 0 && stripped.charAt(end - 1) == mark) end--;
        String bare = end == 0 ? stripped : stripped.substring(0, end).strip();
        return bare.length() > MAX_CHARACTERS ? bare.substring(0, MAX_CHARACTERS) + "…" : bare;
    }
}
