package dev.spindle.testing;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Cuts text into words, by hand and in one pass: no pattern can backtrack on what a document holds. */
final class Words {
    private static final int LONGEST = 64;

    private Words() {}

    /** Runs of letters and digits as they are written, cut where lower case turns to upper: "runTests" is two words. */
    static List<String> of(String text) {
        List<String> words = new ArrayList<>();
        int start = 0;
        for (int at = 0; at < text.length(); at++) {
            char letter = text.charAt(at);
            boolean inside = Character.isLetterOrDigit(letter);
            boolean hump =
                    inside && at > start && Character.isUpperCase(letter) && Character.isLowerCase(text.charAt(at - 1));
            if (inside && !hump) continue;
            add(words, text, start, at);
            start = inside ? at : at + 1;
        }
        add(words, text, start, text.length());
        return words;
    }

    private static void add(List<String> words, String text, int start, int end) {
        if (end > start) words.add(text.substring(start, Math.min(end, start + LONGEST)));
    }

    /** The words in lower case that say what a text is about, each once, in the order of the text. */
    static Set<String> contentWords(String text) {
        Set<String> words = new LinkedHashSet<>();
        for (String word : of(text)) {
            String lower = word.toLowerCase(Locale.ROOT);
            if (!Vocabulary.isEmpty(lower)) words.add(lower);
        }
        return words;
    }

    /** Stems of the content words, each once, in the order of the text. */
    static Set<String> stems(String text) {
        Set<String> stems = new LinkedHashSet<>();
        for (String word : contentWords(text)) stems.add(Stem.of(word));
        return stems;
    }

    /** How many words there are between white space. */
    static long count(String text) {
        long count = 0;
        boolean inside = false;
        for (int at = 0; at < text.length(); at++) {
            boolean space = Character.isWhitespace(text.charAt(at));
            if (!space && !inside) count++;
            inside = !space;
        }
        return count;
    }
}
