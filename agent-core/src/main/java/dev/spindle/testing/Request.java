package dev.spindle.testing;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * What a person asks, taken apart.
 *
 * @param text the words as they are, the first {@value #MOST_CHARACTERS} characters
 * @param stems what it is about, each stem once, at most {@value #MOST_STEMS}
 * @param wants what kind of words an answer is likely to have
 */
record Request(String text, Set<String> stems, Wanted wants) {
    private static final int MOST_CHARACTERS = 4_000;
    private static final int MOST_STEMS = 48;
    private static final Set<String> AMOUNTS =
            Vocabulary.words("many much long old far big large tall fast soon late early high heavy deep quickly");
    private static final Set<String> MEASURES = Vocabulary.words("time year day date temperature percentage price age");

    /** What kind of words an answer is likely to have. */
    enum Wanted {
        /** A number, a date, a time. */
        AMOUNT,
        /** How often. */
        FREQUENCY,
        /** A reason. */
        REASON,
        /** Anything. */
        ANYTHING
    }

    /** Takes a request apart. */
    static Request of(String text) {
        String kept = text.length() > MOST_CHARACTERS ? text.substring(0, MOST_CHARACTERS) : text;
        Set<String> stems = new LinkedHashSet<>();
        Words.stems(kept).stream().limit(MOST_STEMS).forEach(stems::add);
        return new Request(kept, stems, wanted(lowerCase(Words.of(kept))));
    }

    private static Wanted wanted(List<String> words) {
        for (int at = 0; at < words.size(); at++) {
            Wanted wanted = wanted(words.get(at), at + 1 < words.size() ? words.get(at + 1) : "");
            if (wanted != Wanted.ANYTHING) return wanted;
        }
        return Wanted.ANYTHING;
    }

    private static Wanted wanted(String word, String next) {
        return switch (word) {
            case "when" -> Wanted.AMOUNT;
            case "why" -> Wanted.REASON;
            case "how" ->
                next.equals("often") ? Wanted.FREQUENCY : AMOUNTS.contains(next) ? Wanted.AMOUNT : Wanted.ANYTHING;
            case "what", "which" -> MEASURES.contains(next) ? Wanted.AMOUNT : Wanted.ANYTHING;
            default -> Wanted.ANYTHING;
        };
    }

    private static List<String> lowerCase(List<String> words) {
        List<String> lower = new ArrayList<>(words.size());
        for (String word : words) lower.add(word.toLowerCase(Locale.ROOT));
        return lower;
    }
}
