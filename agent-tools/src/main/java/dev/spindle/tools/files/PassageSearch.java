package dev.spindle.tools.files;

import java.util.ArrayList;
import java.util.List;

/** Finds where a passage stands in a text, in time linear in both (Knuth, Morris and Pratt's way), whatever they hold. */
final class PassageSearch {
    private PassageSearch() {}

    /**
     * Where the passage begins, each place that may overlap with the one before.
     *
     * @param most how many places are looked for
     * @throws UnreadableFileException if it is time to stop
     */
    static List<Integer> places(String text, String passage, int most, Patience patience) {
        List<Integer> places = new ArrayList<>();
        if (passage.length() > text.length()) return places;
        int[] borders = borders(passage, patience);
        int matched = 0;
        for (int at = 0; at < text.length() && places.size() < most; at++) {
            matched = next(passage, borders, matched, text.charAt(at));
            patience.step();
            if (matched == passage.length()) {
                places.add(at + 1 - matched);
                matched = borders[matched - 1];
            }
        }
        return places;
    }

    /** For each beginning of the passage, how long the longest end of it is that is a shorter beginning too. */
    private static int[] borders(String passage, Patience patience) {
        int[] borders = new int[passage.length()];
        for (int at = 1; at < passage.length(); at++) {
            borders[at] = next(passage, borders, borders[at - 1], passage.charAt(at));
            patience.step();
        }
        return borders;
    }

    private static int next(String passage, int[] borders, int matched, char c) {
        int length = matched;
        while (length > 0 && passage.charAt(length) != c) length = borders[length - 1];
        return passage.charAt(length) == c ? length + 1 : length;
    }
}
