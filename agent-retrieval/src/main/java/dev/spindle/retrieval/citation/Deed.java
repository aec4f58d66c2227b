package dev.spindle.retrieval.citation;

import dev.spindle.retrieval.citation.Token.Kind;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Who did something to whom, as a sentence says it: Berg hired Lund, or Lund was hired by Berg.
 *
 * @param verb its stem
 * @param doer the words that name who did it
 * @param other the words that name to whom it was done
 * @param passive whether the doer stands behind "by"
 */
record Deed(String verb, List<Token> doer, List<Token> other, boolean passive) {
    /** How far from its verb "by" may stand: was hired in 1998 by Berg. */
    private static final int REACH = 5;

    private static final int LONGEST_NAME = 4;
    private static final Set<String> BEING =
            Set.of("am", "is", "are", "was", "were", "be", "been", "being", "got", "gets");
    private static final Set<String> AUXILIARIES = Set.of(
            "has", "have", "had", "having", "will", "would", "also", "then", "later", "first", "soon", "once", "not");
    private static final Set<String> DETERMINERS = Set.of(
            "a", "an", "the", "his", "her", "its", "their", "our", "my", "your", "this", "that", "these", "those");

    /** All that a text tells in one of the two forms; words that only look like one are told of as well. */
    static List<Deed> of(List<Token> tokens) {
        List<Deed> deeds = new ArrayList<>();
        for (int i = 1; i < tokens.size(); i++) {
            if (tokens.get(i).kind() == Kind.WORD) at(tokens, i).ifPresent(deeds::add);
        }
        return deeds;
    }

    private static Optional<Deed> at(List<Token> tokens, int verb) {
        int before = verb - 1;
        boolean suffered = false;
        while (before >= 0 && isBetween(tokens.get(before))) suffered |= BEING.contains(lower(tokens.get(before--)));
        List<Token> first = nameBefore(tokens, before);
        int by = by(tokens, verb, suffered);
        if (suffered && by < 0) return Optional.empty();
        List<Token> second = nameBehind(tokens, (by < 0 ? verb : by) + 1);
        if (first.isEmpty() || second.isEmpty()) return Optional.empty();
        String stem = tokens.get(verb).stem();
        return Optional.of(by < 0 ? new Deed(stem, first, second, false) : new Deed(stem, second, first, true));
    }

    private static boolean isBetween(Token token) {
        String word = lower(token);
        return BEING.contains(word) || AUXILIARIES.contains(word) || word.endsWith("ly");
    }

    private static int by(List<Token> tokens, int verb, boolean suffered) {
        int last = Math.min(tokens.size() - 1, verb + (suffered ? REACH : 1));
        for (int i = verb + 1; i <= last; i++) if (lower(tokens.get(i)).equals("by")) return i;
        return -1;
    }

    private static List<Token> nameBefore(List<Token> tokens, int last) {
        int first = last;
        while (first >= 0 && last - first < LONGEST_NAME && isOfName(tokens.get(first))) first--;
        return first == last ? List.of() : tokens.subList(first + 1, last + 1);
    }

    private static List<Token> nameBehind(List<Token> tokens, int from) {
        int first = from;
        while (first < tokens.size() && DETERMINERS.contains(lower(tokens.get(first)))) first++;
        int end = first;
        while (end < tokens.size() && end - first < LONGEST_NAME && isOfName(tokens.get(end))) end++;
        return tokens.subList(Math.min(first, end), end);
    }

    private static boolean isOfName(Token token) {
        return token.kind() == Kind.WORD || token.kind() == Kind.NAME;
    }

    private static String lower(Token token) {
        return token.text().toLowerCase(Locale.ROOT);
    }

    /** Whether the other tells the same, with both in each other's place, and one of the two turns the sentence around. */
    boolean isTurned(Deed said) {
        boolean same = verb.equals(said.verb) && (passive || said.passive);
        return same && share(doer, said.other) && share(other, said.doer) && !share(doer, said.doer);
    }

    /** Whether the other tells the same. */
    boolean isSame(Deed said) {
        return verb.equals(said.verb) && share(doer, said.doer) && share(other, said.other);
    }

    /** Whether names stand in it, and not words alone. */
    boolean hasName() {
        return doer.stream()
                .anyMatch(token -> Character.isUpperCase(token.text().charAt(0)));
    }

    /** The doer in its words. */
    String doerText() {
        return doer.stream().map(Token::text).collect(Collectors.joining(" "));
    }

    private static boolean share(List<Token> one, List<Token> two) {
        Set<String> stems = new HashSet<>();
        one.forEach(token -> stems.add(token.stem()));
        return two.stream().anyMatch(token -> stems.contains(token.stem()));
    }
}
