package dev.spindle.testing;

import java.util.List;
import java.util.Map;

/**
 * Brings the forms of an English word together: deliver, delivers, delivered, delivery.
 *
 * <p>Cuts endings by rule, so a stem need not be a word; what counts is that forms of one word get the same.
 */
final class Stem {
    private static final int SHORTEST = 4;

    private static final Map<String, String> IRREGULAR = Map.ofEntries(
            Map.entry("paid", "pay"),
            Map.entry("sent", "send"),
            Map.entry("kept", "keep"),
            Map.entry("made", "make"),
            Map.entry("taken", "take"),
            Map.entry("took", "take"),
            Map.entry("given", "give"),
            Map.entry("gave", "give"),
            Map.entry("bought", "buy"),
            Map.entry("sold", "sell"),
            Map.entry("lost", "lose"),
            Map.entry("held", "hold"),
            Map.entry("found", "find"),
            Map.entry("told", "tell"),
            Map.entry("wrote", "write"),
            Map.entry("written", "write"),
            Map.entry("ran", "run"),
            Map.entry("began", "begin"),
            Map.entry("broke", "break"),
            Map.entry("broken", "break"),
            Map.entry("chosen", "choose"),
            Map.entry("built", "build"),
            Map.entry("spent", "spend"),
            Map.entry("met", "meet"),
            Map.entry("gone", "go"),
            Map.entry("went", "go"),
            Map.entry("goes", "go"),
            Map.entry("known", "know"),
            Map.entry("children", "child"),
            Map.entry("people", "person"));

    /** Endings of words made from other words, the longer before those that end them. */
    private static final List<String> ENDINGS = List.of(
            "ization", "isation", "ication", "fulness", "iveness", "ability", "ibility", "ation", "ition", "ement",
            "ment", "ness", "able", "ible", "ance", "ence", "ally", "ency", "ancy", "ery", "ory", "ion", "ive", "ful",
            "age", "ity", "ous", "ing", "al", "er", "or", "ly", "ic", "ed");

    private Stem() {}

    /** The stem of a word in lower case. */
    static String of(String word) {
        String regular = IRREGULAR.getOrDefault(word, word);
        String singular = singular(regular);
        return undoubled(withoutEnding(singular));
    }

    private static String singular(String word) {
        int length = word.length();
        if (length <= 3 || !word.endsWith("s") || word.endsWith("ss") || word.endsWith("us") || word.endsWith("is"))
            return word;
        if (word.endsWith("ies") && length > 4) return word.substring(0, length - 3) + "y";
        boolean hissing =
                word.endsWith("sses") || word.endsWith("ches") || word.endsWith("shes") || word.endsWith("xes");
        return word.substring(0, length - (hissing ? 2 : 1));
    }

    private static String withoutEnding(String word) {
        for (String ending : ENDINGS) {
            if (!word.endsWith(ending)) continue;
            String stem = word.substring(0, word.length() - ending.length());
            if (stem.length() >= shortestBefore(ending) && hasVowel(stem)) return withoutLastVowel(stem);
        }
        return withoutLastVowel(word);
    }

    /** Endings of verbs leave shorter stems than those of nouns: "paying" is "pay", but "moral" is not "mor". */
    private static int shortestBefore(String ending) {
        return ending.equals("ing") || ending.equals("ed") || ending.equals("ment") ? SHORTEST - 1 : SHORTEST;
    }

    private static boolean hasVowel(String stem) {
        return stem.chars().anyMatch(letter -> "aeiouy".indexOf(letter) >= 0);
    }

    private static String withoutLastVowel(String stem) {
        boolean cut = stem.endsWith("e") ? stem.length() >= SHORTEST : stem.endsWith("y") && stem.length() > SHORTEST;
        return cut ? stem.substring(0, stem.length() - 1) : stem;
    }

    /** "stopp" of "stopped" is "stop"; "call" stays. */
    private static String undoubled(String stem) {
        int last = stem.length() - 1;
        boolean doubled = last >= SHORTEST - 1 && stem.charAt(last) == stem.charAt(last - 1);
        return doubled ? stem.substring(0, last) : stem;
    }
}
