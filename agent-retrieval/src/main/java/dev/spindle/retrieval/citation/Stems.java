package dev.spindle.retrieval.citation;

import java.util.List;

/** Takes the endings of English inflection off words, so that "opened" and "opens" are one, as are "sold" and "sells". */
final class Stems {
    private static final int SHORTEST = 3;
    private static final List<String> ENDINGS = List.of(
            "ational",
            "izations",
            "ization",
            "ations",
            "ation",
            "ements",
            "ement",
            "ments",
            "ment",
            "nesses",
            "ness",
            "ingly",
            "edly",
            "ings",
            "ing",
            "ions",
            "ion",
            "ies",
            "ied",
            "ie",
            "ers",
            "er",
            "ed",
            "es",
            "ly",
            "al",
            "s",
            "e",
            "y");

    private Stems() {}

    /** The stem of a word in lower case. */
    static String of(String lower) {
        String word = IrregularVerbs.base(lower.endsWith("'s") ? lower.substring(0, lower.length() - 2) : lower);
        // Monday and Mondays: of both, the y goes as well.
        if (word.endsWith("ys") && word.length() > SHORTEST + 1) word = word.substring(0, word.length() - 1);
        for (String ending : ENDINGS) {
            int left = word.length() - ending.length();
            if (left >= SHORTEST && word.endsWith(ending)) {
                String stem = word.substring(0, left);
                boolean doubled = left > SHORTEST && stem.charAt(left - 1) == stem.charAt(left - 2);
                return doubled ? stem.substring(0, left - 1) : stem;
            }
        }
        return word;
    }
}
