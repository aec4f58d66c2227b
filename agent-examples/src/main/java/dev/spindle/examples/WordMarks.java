package dev.spindle.examples;

import com.github.difflib.DiffUtils;
import com.github.difflib.algorithm.myers.MyersDiffWithLinearSpace;
import com.github.difflib.patch.AbstractDelta;
import com.github.difflib.patch.Chunk;
import dev.spindle.examples.terminal.Row.Span;
import dev.spindle.examples.terminal.Style;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** How the lines of a unified comparison look: what goes, what comes, and the words in which a line that goes differs from its successor. */
final class WordMarks {
    private static final Pattern WORD = Pattern.compile("[\\p{L}\\p{N}_]+|\\s+|.", Pattern.DOTALL);

    /** Longer lines are not compared word by word, since that could take minutes. */
    private static final int LONGEST = 1_000;

    private final List<String> lines;
    private final List<List<Span>> spans = new ArrayList<>();

    private WordMarks(List<String> lines) {
        this.lines = lines;
        lines.forEach(line -> spans.add(new ArrayList<>(whole(line))));
    }

    /** The spans of each line. */
    static List<List<Span>> of(List<String> lines) {
        WordMarks marks = new WordMarks(lines);
        int at = 0;
        while (at < lines.size()) at = marks.pair(at);
        return marks.spans;
    }

    private static List<Span> whole(String line) {
        if (line.startsWith("= ")) return List.of(new Span(0, line.length(), Style.STRONG));
        if (line.startsWith("@@")) return List.of(new Span(0, line.length(), Style.QUIET));
        if (line.startsWith("-")) return List.of(new Span(0, line.length(), Style.REMOVED));
        if (line.startsWith("+")) return List.of(new Span(0, line.length(), Style.ADDED));
        return List.of();
    }

    /** Compares as many lines that go with as many that come in their place; returns where to look on. */
    private int pair(int first) {
        int comes = behind(first, "-");
        int end = behind(comes, "+");
        if (comes > first && comes - first == end - comes) {
            for (int at = first; at < comes; at++) compare(at, at + comes - first);
        }
        return Math.max(end, first + 1);
    }

    private int behind(int from, String sign) {
        int at = from;
        while (at < lines.size() && lines.get(at).startsWith(sign)) at++;
        return at;
    }

    private void compare(int gone, int come) {
        String before = lines.get(gone).substring(1);
        String after = lines.get(come).substring(1);
        if (before.length() > LONGEST || after.length() > LONGEST) return;
        List<String> old = words(before);
        List<String> other = words(after);
        List<Span> goneWords = new ArrayList<>();
        List<Span> comeWords = new ArrayList<>();
        for (AbstractDelta<String> delta :
                DiffUtils.diff(old, other, new MyersDiffWithLinearSpace<>()).getDeltas()) {
            add(delta.getSource(), old, Style.REMOVED_WORD, goneWords);
            add(delta.getTarget(), other, Style.ADDED_WORD, comeWords);
        }
        // Lines that share nothing but blanks are no versions of each other.
        if (covers(goneWords, before) || covers(comeWords, after)) return;
        spans.set(gone, between(goneWords, lines.get(gone).length(), Style.REMOVED));
        spans.set(come, between(comeWords, lines.get(come).length(), Style.ADDED));
    }

    private static List<String> words(String line) {
        List<String> words = new ArrayList<>();
        Matcher word = WORD.matcher(line);
        while (word.find()) words.add(word.group());
        return words;
    }

    /** One further on, behind the sign. */
    private static void add(Chunk<String> chunk, List<String> words, Style style, List<Span> spans) {
        if (chunk.size() == 0) return;
        int from = 1 + length(words.subList(0, chunk.getPosition()));
        int to = from + length(chunk.getLines());
        int last = spans.size() - 1;
        if (last >= 0 && spans.get(last).to() == from) {
            from = spans.get(last).from();
            spans.remove(last);
        }
        spans.add(new Span(from, to, style));
    }

    private static int length(List<String> words) {
        return words.stream().mapToInt(String::length).sum();
    }

    private static boolean covers(List<Span> words, String line) {
        boolean[] marked = new boolean[line.length()];
        for (Span word : words) for (int at = word.from(); at < word.to(); at++) marked[at - 1] = true;
        for (int at = 0; at < marked.length; at++) {
            if (!marked[at] && !Character.isWhitespace(line.charAt(at))) return false;
        }
        return true;
    }

    private static List<Span> between(List<Span> words, int length, Style rest) {
        List<Span> all = new ArrayList<>();
        int at = 0;
        for (Span word : words) {
            if (word.from() > at) all.add(new Span(at, word.from(), rest));
            all.add(word);
            at = word.to();
        }
        if (at < length) all.add(new Span(at, length, rest));
        return all;
    }
}
