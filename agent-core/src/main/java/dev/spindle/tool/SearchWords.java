package dev.spindle.tool;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The words of a text by which tools are found: names split at their seams, lower case, without the commonest, and cut to their stems. */
final class SearchWords {
    private static final int LONGEST_TEXT = 8_000;
    private static final Pattern SEAM =
            Pattern.compile("(?<=[\\p{Ll}\\d])(?=\\p{Lu})|(?<=\\p{Lu})(?=\\p{Lu}\\p{Ll})|(?<=\\p{L})(?=\\d)");
    private static final Pattern WORD = Pattern.compile("[\\p{L}\\p{M}\\d]+");
    private static final Set<String> COMMON = Set.of(
            ("a an the of to in on for and or is are be was it this that with by from as at i me my you your we us our can could"
                            + " would please what which how do does did if have has had will want need using use like get give tell any"
                            + " some into its their them they than then there these those not no so about up")
                    .split(" "));
    private static final List<String> ENDINGS = List.of(
            "ational", "ation", "ition", "ating", "ated", "ator", "ional", "ion", "ing", "ed", "ment", "er", "or", "ly",
            "al", "e", "y");
    private static final int SHORTEST_STEM = 3;

    private SearchWords() {}

    static List<String> of(String text) {
        String bounded = text.length() <= LONGEST_TEXT ? text : text.substring(0, LONGEST_TEXT);
        List<String> words = new ArrayList<>();
        Matcher word = WORD.matcher(SEAM.matcher(bounded).replaceAll(" ").toLowerCase(Locale.ROOT));
        while (word.find()) {
            if (!COMMON.contains(word.group())) words.add(stem(word.group()));
        }
        return words;
    }

    /** Light stemming of English; a word of another language keeps more of its endings, in tools and queries alike. */
    static String stem(String word) {
        if (word.length() <= SHORTEST_STEM) return word;
        String singular = singular(word);
        String stem = ENDINGS.stream()
                .filter(ending -> singular.endsWith(ending) && singular.length() - ending.length() >= SHORTEST_STEM)
                .findFirst()
                .map(ending -> singular.substring(0, singular.length() - ending.length()))
                .orElse(singular);
        return isDoubled(stem) ? stem.substring(0, stem.length() - 1) : stem;
    }

    private static String singular(String word) {
        int length = word.length();
        if (word.endsWith("ies") && length > 4) return word.substring(0, length - 3) + "y";
        if (word.endsWith("sses")) return word.substring(0, length - 2);
        boolean hissing = word.endsWith("es") && length > 4 && "sxzh".indexOf(word.charAt(length - 3)) >= 0;
        if (hissing) return word.substring(0, length - 2);
        boolean plural = word.endsWith("s") && !word.endsWith("ss") && !word.endsWith("us") && !word.endsWith("is");
        return plural ? word.substring(0, length - 1) : word;
    }

    /** Whether a consonant is doubled only because an ending followed: planned, but not fall or pass. */
    private static boolean isDoubled(String stem) {
        int last = stem.length() - 1;
        return stem.length() > SHORTEST_STEM
                && stem.charAt(last) == stem.charAt(last - 1)
                && "lsz".indexOf(stem.charAt(last)) < 0;
    }
}
