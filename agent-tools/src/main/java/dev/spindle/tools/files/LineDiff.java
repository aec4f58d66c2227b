package dev.spindle.tools.files;

import dev.spindle.tools.text.QuotedText;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What changed between two texts, line by line, in the unified form that people and models know. Line ends do not count.
 *
 * <p>The longest common part of what lies between the first and the last difference is kept, unless that would take too long:
 * then all of it counts as changed.
 */
final class LineDiff {
    private static final int CONTEXT = 3;
    private static final int MAX_CELLS = 4_000_000;
    private static final int MAX_LINE_CHARACTERS = 400;
    private static final int MAX_LINES = 200_000;

    /** A line, and whether it stays (' '), goes ('-') or comes ('+'). */
    private record Change(char kind, String line) {}

    private final List<String> before;
    private final List<String> after;
    private final List<Change> changes = new ArrayList<>();
    private final Map<String, Integer> numbers = new HashMap<>();

    private LineDiff(String before, String after) {
        this.before = before.lines().toList();
        this.after = after.lines().toList();
        compare();
    }

    /** Whether a text has so many lines that it should not be compared. */
    static boolean isTooLong(String text) {
        return text.lines().skip(MAX_LINES).findAny().isPresent();
    }

    static LineDiff of(String before, String after) {
        return new LineDiff(before, after);
    }

    /** How many lines came. */
    long added() {
        return count('+');
    }

    /** How many lines went. */
    long removed() {
        return count('-');
    }

    private long count(char kind) {
        return changes.stream().filter(change -> change.kind() == kind).count();
    }

    /** The changes with three lines around each; each line is quoted, and after that many a note tells that there are more. */
    String unified(int maxLines) {
        StringBuilder text = new StringBuilder();
        int written = 0;
        int at = 0;
        while ((at = nextChange(at)) < changes.size()) {
            int from = Math.max(0, at - CONTEXT);
            int to = endOfHunk(at);
            if (written >= maxLines)
                return text.append("[more changes follow]\n").toString();
            text.append(header(from, to));
            for (Change change : changes.subList(from, Math.min(to, from + maxLines - written))) {
                text.append(change.kind())
                        .append(QuotedText.line(change.line(), MAX_LINE_CHARACTERS))
                        .append('\n');
            }
            if (to - from > maxLines - written)
                return text.append("[more changes follow]\n").toString();
            written += to - from;
            at = to;
        }
        return text.toString();
    }

    private int nextChange(int from) {
        int at = from;
        while (at < changes.size() && changes.get(at).kind() == ' ') at++;
        return at;
    }

    /** Where the lines around a change end: changes that are near join. */
    private int endOfHunk(int firstChange) {
        int end = firstChange;
        while (true) {
            while (end < changes.size() && changes.get(end).kind() != ' ') end++;
            int next = nextChange(end);
            if (next == changes.size() || next - end > 2 * CONTEXT) return Math.min(changes.size(), end + CONTEXT);
            end = next;
        }
    }

    private String header(int from, int to) {
        List<Change> earlier = changes.subList(0, from);
        List<Change> hunk = changes.subList(from, to);
        return "@@ -" + range(earlier, hunk, '+') + " +" + range(earlier, hunk, '-') + " @@\n";
    }

    /** Where a hunk stands in one of the texts: all its lines but those that only the other has. */
    private static String range(List<Change> earlier, List<Change> hunk, char others) {
        long length = hunk.stream().filter(change -> change.kind() != others).count();
        long start = earlier.stream().filter(change -> change.kind() != others).count();
        return (length == 0 ? start : start + 1) + "," + length;
    }

    private void compare() {
        int shorter = Math.min(before.size(), after.size());
        int head = 0;
        while (head < shorter && before.get(head).equals(after.get(head))) head++;
        int tail = 0;
        while (tail < shorter - head && fromEnd(before, tail).equals(fromEnd(after, tail))) tail++;
        before.subList(0, head).forEach(line -> changes.add(new Change(' ', line)));
        compareMiddles(before.subList(head, before.size() - tail), after.subList(head, after.size() - tail));
        before.subList(before.size() - tail, before.size()).forEach(line -> changes.add(new Change(' ', line)));
    }

    private static String fromEnd(List<String> lines, int distance) {
        return lines.get(lines.size() - 1 - distance);
    }

    private void compareMiddles(List<String> old, List<String> young) {
        if ((long) old.size() * young.size() > MAX_CELLS) {
            old.forEach(line -> changes.add(new Change('-', line)));
            young.forEach(line -> changes.add(new Change('+', line)));
            return;
        }
        int[][] common = commonBehind(numbered(old), numbered(young));
        int at = 0;
        int to = 0;
        while (at < old.size() || to < young.size()) {
            boolean both = at < old.size() && to < young.size();
            if (both && old.get(at).equals(young.get(to))) {
                changes.add(new Change(' ', old.get(at++)));
                to++;
            } else if (to == young.size() || (both && common[at + 1][to] >= common[at][to + 1])) {
                changes.add(new Change('-', old.get(at++)));
            } else {
                changes.add(new Change('+', young.get(to++)));
            }
        }
    }

    /** Equal lines have equal numbers: long lines that differ in their last character would take long to compare each time. */
    private int[] numbered(List<String> lines) {
        return lines.stream()
                .mapToInt(line -> numbers.computeIfAbsent(line, unknown -> numbers.size()))
                .toArray();
    }

    /** How many lines in order the two have in common from each pair of places on. */
    private static int[][] commonBehind(int[] old, int[] young) {
        int[][] common = new int[old.length + 1][young.length + 1];
        for (int at = old.length - 1; at >= 0; at--) {
            for (int to = young.length - 1; to >= 0; to--) {
                common[at][to] = old[at] == young[to]
                        ? common[at + 1][to + 1] + 1
                        : Math.max(common[at + 1][to], common[at][to + 1]);
            }
        }
        return common;
    }
}
