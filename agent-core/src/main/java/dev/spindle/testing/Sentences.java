package dev.spindle.testing;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * Cuts a passage into sentences: paragraphs are joined over their line ends; headings, list items, table rows and lines of code
 * stand alone.
 */
final class Sentences {
    private static final int MOST = 5_000;
    private static final int LONGEST = 1_000;
    private static final Set<String> ABBREVIATIONS = Set.of(
            "e.g", "i.e", "etc", "vs", "mr", "mrs", "ms", "dr", "no", "nr", "st", "approx", "cf", "fig", "inc", "ca");

    private static final Set<String> FENCES = Set.of("```", "~~~", "----");

    private final List<Sentence> sentences = new ArrayList<>();
    private final StringBuilder paragraph = new StringBuilder();
    private Kind kind = Kind.PROSE;
    private boolean inCode;

    private Sentences() {}

    /** What a piece of text is. */
    enum Kind {
        PROSE,
        ITEM,
        CODE,
        HEADING
    }

    /**
     * A piece of a passage that can be quoted.
     *
     * @param text without marks of its kind, white space made single spaces except in code
     */
    record Sentence(String text, Kind kind) {}

    /** The sentences of a passage, in their order. */
    static List<Sentence> of(String passage) {
        Sentences cutter = new Sentences();
        cutter.inCode = beginsInCode(passage);
        passage.lines().forEach(cutter::take);
        cutter.close();
        return List.copyOf(cutter.sentences);
    }

    /** A passage may be cut out of a block of code; then its first fence closes, and none opens for it. */
    private static boolean beginsInCode(String passage) {
        List<String> fences =
                passage.lines().map(String::strip).filter(Sentences::isFence).toList();
        return fences.size() % 2 == 1 && FENCES.contains(fences.get(0));
    }

    /** Fences that open may name a language behind them; those that close do not. */
    private static boolean isFence(String bare) {
        return bare.startsWith("```") || bare.startsWith("~~~") || bare.equals("----");
    }

    private void take(String line) {
        String bare = line.strip();
        if (isFence(bare)) {
            close();
            inCode = !inCode;
        } else if (inCode) {
            add(bare, Kind.CODE);
        } else if (bare.isEmpty() || isRuler(bare)) {
            close();
        } else if (isHeading(bare)) {
            close();
            add(bare.substring(headingMark(bare)).strip(), Kind.HEADING);
        } else {
            gather(bare);
        }
    }

    private void gather(String bare) {
        int mark = itemMark(bare);
        if (mark > 0) {
            close();
            kind = Kind.ITEM;
        }
        boolean closedRow = bare.length() > 1 && bare.startsWith("|") && bare.endsWith("|");
        if (paragraph.length() > 0) paragraph.append(' ');
        paragraph.append(bare, mark, closedRow ? bare.length() - 1 : bare.length());
    }

    private void close() {
        String text = paragraph.toString();
        paragraph.setLength(0);
        int start = 0;
        for (int at = 0; at < text.length(); at++) {
            if (!endsSentence(text, start, at)) continue;
            add(text.substring(start, at + 1).strip(), kind);
            start = at + 1;
        }
        add(text.substring(start).strip(), kind);
        kind = Kind.PROSE;
    }

    private void add(String text, Kind kind) {
        if (text.isEmpty() || sentences.size() >= MOST) return;
        sentences.add(new Sentence(text.length() > LONGEST ? text.substring(0, LONGEST) + "…" : text, kind));
    }

    private static boolean endsSentence(String text, int start, int at) {
        char mark = text.charAt(at);
        if (mark != '.' && mark != '!' && mark != '?') return false;
        if (at + 1 >= text.length() || text.charAt(at + 1) != ' ') return false;
        if (at + 2 < text.length() && Character.isLowerCase(text.charAt(at + 2))) return false;
        if (mark != '.') return true;
        int word = at;
        while (word > start && text.charAt(word - 1) != ' ') word--;
        String last = text.substring(word, at).toLowerCase(Locale.ROOT);
        boolean initial =
                last.length() == 1 && Character.isLetter(last.charAt(0)) && Character.isUpperCase(text.charAt(word));
        return !initial && !ABBREVIATIONS.contains(last);
    }

    private static boolean isHeading(String bare) {
        int mark = headingMark(bare);
        return mark > 0 && mark <= 7 && mark < bare.length();
    }

    private static int headingMark(String bare) {
        char mark = bare.charAt(0);
        if (mark != '#' && mark != '=') return 0;
        int end = 0;
        while (end < bare.length() && bare.charAt(end) == mark) end++;
        return end < bare.length() && bare.charAt(end) == ' ' ? end + 1 : 0;
    }

    private static int itemMark(String bare) {
        if (bare.startsWith("|")) return 1;
        if (bare.length() > 2 && "-*+•".indexOf(bare.charAt(0)) >= 0 && bare.charAt(1) == ' ') return 2;
        int digits = 0;
        while (digits < bare.length() && digits < 3 && Character.isDigit(bare.charAt(digits))) digits++;
        boolean numbered = digits > 0
                && digits + 1 < bare.length()
                && ".)".indexOf(bare.charAt(digits)) >= 0
                && bare.charAt(digits + 1) == ' ';
        return numbered ? digits + 2 : 0;
    }

    private static boolean isRuler(String bare) {
        return bare.chars()
                .allMatch(c -> c == '-' || c == '=' || c == '*' || c == '_' || c == '|' || c == ' ' || c == ':');
    }
}
