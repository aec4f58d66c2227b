package dev.spindle.retrieval.document;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.regex.Pattern;

/** The headings that a place of a document stands under. For one thread. */
final class HeadingPath {
    private static final int MAX_CHARACTERS = 120;
    private static final Pattern SPACES = Pattern.compile("\\s+");

    private record Heading(int level, String text) {}

    private final Deque<Heading> open = new ArrayDeque<>();

    void push(int level, String written) {
        while (!open.isEmpty() && open.getLast().level() >= level) open.removeLast();
        open.addLast(new Heading(level, bare(written)));
    }

    List<String> names() {
        return open.stream().map(Heading::text).toList();
    }

    /** Without the marks in front, behind and below that make it a heading. */
    private static String bare(String written) {
        String line = written.strip();
        int end = line.indexOf('\n');
        if (end >= 0 && isRule(line, end + 1)) line = line.substring(0, end).strip();
        int from = 0;
        while (from < line.length() && (line.charAt(from) == '#' || line.charAt(from) == '=')) from++;
        int to = line.length();
        while (to > from && (line.charAt(to - 1) == '#' || line.charAt(to - 1) == '=')) to--;
        String bare = from == to
                ? line
                : SPACES.matcher(line.substring(from, to).strip()).replaceAll(" ");
        if (bare.length() <= MAX_CHARACTERS) return bare;
        int cut = Character.isLowSurrogate(bare.charAt(MAX_CHARACTERS)) ? MAX_CHARACTERS - 1 : MAX_CHARACTERS;
        return bare.substring(0, cut) + "…";
    }

    private static boolean isRule(String text, int from) {
        for (int at = from; at < text.length(); at++) {
            if ("=- \r\n".indexOf(text.charAt(at)) < 0) return false;
        }
        return true;
    }
}
