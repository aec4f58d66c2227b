package dev.spindle.tools.tests;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a patch does to one file.
 *
 * @param path relative to the repository
 * @param before its lines; none if it is new
 * @param after its lines; none if it is gone
 * @param removed the numbers of the lines that went, counted from 1 in {@code before}
 * @param added the numbers of the lines that came, counted from 1 in {@code after}
 */
record Change(String path, List<String> before, List<String> after, List<Integer> removed, List<Integer> added) {
    private static final Pattern HUNK =
            Pattern.compile("@@ -(\\d{1,9})(?:,(\\d{1,9}))? \\+(\\d{1,9})(?:,(\\d{1,9}))? @@.*");

    Change {
        before = List.copyOf(before);
        after = List.copyOf(after);
        removed = List.copyOf(removed);
        added = List.copyOf(added);
    }

    /** A file whose diff, without context, is given. */
    static Change of(String path, String before, String after, String diff) {
        List<Integer> removed = new ArrayList<>();
        List<Integer> added = new ArrayList<>();
        diff.lines().forEach(line -> {
            Matcher hunk = HUNK.matcher(line);
            if (!hunk.matches()) return;
            count(hunk.group(1), hunk.group(2), removed);
            count(hunk.group(3), hunk.group(4), added);
        });
        return new Change(path, before.lines().toList(), after.lines().toList(), removed, added);
    }

    private static void count(String from, String count, List<Integer> lines) {
        int many = count == null ? 1 : Integer.parseInt(count);
        for (int i = 0; i < many; i++) lines.add(Integer.parseInt(from) + i);
    }

    boolean isGone() {
        return after.isEmpty() && !before.isEmpty();
    }

    /** The lines that came. */
    List<String> addedLines() {
        return added.stream()
                .filter(line -> line >= 1 && line <= after.size())
                .map(line -> after.get(line - 1))
                .toList();
    }
}
