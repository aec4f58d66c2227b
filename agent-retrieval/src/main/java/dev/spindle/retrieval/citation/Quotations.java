package dev.spindle.retrieval.citation;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/** What a text puts in quotation marks, of whatever language, and whether it stands in other texts word for word. */
final class Quotations {
    private static final int LEAST_QUOTED = 2;

    /** What closes what each mark opens: the same mark means one in one language and the other in another. */
    private static final Map<Character, String> CLOSING = Map.ofEntries(
            Map.entry('"', "\""),
            Map.entry('“', "”"),
            Map.entry('„', "“”"),
            Map.entry('”', "”"),
            Map.entry('«', "»"),
            Map.entry('»', "«"),
            Map.entry('‹', "›"),
            Map.entry('›', "‹"),
            Map.entry('‚', "‘"),
            Map.entry('‘', "’"),
            Map.entry('\'', "'"),
            Map.entry('「', "」"),
            Map.entry('『', "』"));

    /** Marks that stand inside words, too. */
    private static final String APOSTROPHES = "'’‘";

    private static final Pattern LEFT_OUT = Pattern.compile("\\[?(?:…|\\.{3})]?");

    private Quotations() {}

    /** A quotation, without its marks. */
    record Quotation(int start, int end, String words) {
        /** Whether a place is inside, its last mark left out. */
        boolean isAround(int place) {
            return start <= place && place < end;
        }
    }

    /** The quotations of a text, one behind the other, in time linear in its length. */
    static List<Quotation> in(String text) {
        List<Quotation> all = new ArrayList<>();
        Set<Character> neverClosed = new HashSet<>();
        int at = 0;
        while (at < text.length()) {
            char mark = text.charAt(at);
            boolean opens = !neverClosed.contains(mark) && opens(text, at);
            int end = opens ? closing(text, at) : -1;
            if (opens && end < 0) neverClosed.add(mark);
            if (end > at + 1) all.add(new Quotation(at + 1, end, text.substring(at + 1, end)));
            at = end < 0 ? at + 1 : end + 1;
        }
        return all;
    }

    private static boolean opens(String text, int at) {
        if (!CLOSING.containsKey(text.charAt(at))) return false;
        // Behind a number it is inches or seconds.
        boolean measures = text.charAt(at) == '"' && at > 0 && Character.isDigit(text.charAt(at - 1));
        if (APOSTROPHES.indexOf(text.charAt(at)) < 0) return !measures;
        boolean inside = at > 0 && Character.isLetterOrDigit(text.charAt(at - 1));
        return !inside && at + 1 < text.length() && Character.isLetter(text.charAt(at + 1));
    }

    private static int closing(String text, int opening) {
        String closing = CLOSING.getOrDefault(text.charAt(opening), "");
        for (int at = opening + 1; at < text.length(); at++) {
            char c = text.charAt(at);
            boolean apostrophe = APOSTROPHES.indexOf(c) >= 0
                    && at + 1 < text.length()
                    && Character.isLetterOrDigit(text.charAt(at + 1));
            if (closing.indexOf(c) >= 0 && !apostrophe) return at;
        }
        return -1;
    }

    /** Whether one of some texts has what is quoted, word for word but for case, and what the quotation marks as left out. */
    static boolean stands(String quoted, List<String> texts) {
        List<String> parts = LEFT_OUT.splitAsStream(quoted)
                .map(Quotations::wordForWord)
                .filter(words -> !words.isBlank())
                .toList();
        return texts.stream().map(Quotations::wordForWord).anyMatch(text -> hasInOrder(text, parts));
    }

    private static boolean hasInOrder(String text, List<String> parts) {
        int from = 0;
        for (String part : parts) {
            int at = text.indexOf(part, from);
            if (at < 0) return false;
            // The blank behind it is the one before the next.
            from = at + part.length() - 1;
        }
        return true;
    }

    /** Whether it is more than a word: one alone is rather put in marks than quoted. */
    static boolean isLong(String quoted) {
        return Token.of(quoted).size() >= LEAST_QUOTED;
    }

    private static String wordForWord(String text) {
        StringBuilder words = new StringBuilder(" ");
        Token.of(text)
                .forEach(token ->
                        words.append(token.text().toLowerCase(Locale.ROOT)).append(' '));
        return words.toString();
    }
}
