package dev.spindle.retrieval.citation;

import dev.spindle.retrieval.citation.Token.Kind;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a number in a sentence is a measure of: the number itself or a bound, before or after it, and in which unit.
 *
 * @param words that say so, for a message
 * @param unit the word behind the number, or the currency before it; null if it is no unit
 */
record Measure(
        Bound bound, Side side, String words, @Nullable Token unit) {
    private static final int REACH = 5;
    private static final Set<String> HIGHER =
            Set.of("more", "greater", "higher", "longer", "larger", "later", "older", "bigger");
    private static final Set<String> LOWER =
            Set.of("less", "fewer", "lower", "smaller", "shorter", "earlier", "younger");
    private static final Set<String> ABOVE = Set.of("over", "above", "exceeding", "exceed", "exceeds", "exceeded");
    private static final Set<String> BELOW = Set.of("under", "below");
    private static final Set<String> LATER = Set.of("after", "since", "past", "beyond");
    private static final Set<String> EARLIER = Set.of("within", "before", "until", "till");
    private static final Set<String> LEAST = Set.of("minimum", "min", "minimal");
    private static final Set<String> MOST = Set.of("maximum", "max", "maximal");
    private static final Set<String> LIMITS =
            Set.of("limit", "limited", "limits", "cap", "capped", "threshold", "most", "least");
    private static final Set<String> SKIPPED =
            Set.of("a", "an", "the", "about", "around", "approximately", "roughly", "some");

    /** How a number bounds what is meant. */
    enum Bound {
        NONE,
        ABOVE,
        AT_LEAST,
        AT_MOST,
        BELOW,
        /** Something near speaks of a limit, and which is not understood. */
        UNCLEAR;

        boolean differs(Bound other) {
            return this != other && this != UNCLEAR && other != UNCLEAR;
        }
    }

    /** On which side of a point in time. */
    enum Side {
        NONE,
        EARLIER,
        LATER;

        boolean differs(Side other) {
            return this != other && this != NONE && other != NONE;
        }
    }

    /** Whether a word stands for a bound of a number close to it, and so is judged with the number. */
    static boolean isBound(List<Token> tokens, int place) {
        String word = lower(tokens, place);
        boolean bounds = HIGHER.contains(word)
                || LOWER.contains(word)
                || ABOVE.contains(word)
                || BELOW.contains(word)
                || LEAST.contains(word)
                || MOST.contains(word)
                || LATER.contains(word)
                || EARLIER.contains(word)
                || word.equals("most")
                || word.equals("least");
        if (!bounds) return false;
        for (int at = place - 3; at <= place + 3; at++) {
            if (at >= 0 && at < tokens.size() && tokens.get(at).kind() == Kind.NUMBER) return true;
        }
        return false;
    }

    /** Of the number at a place. */
    static Measure of(List<Token> tokens, int place) {
        int before = place - 1;
        while (before >= 0 && (SKIPPED.contains(lower(tokens, before)) || Units.isUnit(tokens.get(before)))) before--;
        Bound bound = boundBefore(tokens, before)
                .or(() -> boundBehind(tokens, place))
                .orElseGet(() -> speaksOfLimit(tokens, place) ? Bound.UNCLEAR : Bound.NONE);
        String word = lower(tokens, before);
        Side side = LATER.contains(word) ? Side.LATER : EARLIER.contains(word) ? Side.EARLIER : Side.NONE;
        int from = bound == Bound.NONE && side == Side.NONE ? place : Math.max(0, before - 1);
        StringBuilder words = new StringBuilder();
        for (int at = from; at <= Math.min(tokens.size() - 1, place + 1); at++) {
            words.append(words.isEmpty() ? "" : " ").append(tokens.get(at).text());
        }
        return new Measure(bound, side, words.toString(), unit(tokens, place).orElse(null));
    }

    boolean differs(Measure other) {
        return bound.differs(other.bound)
                || side.differs(other.side)
                || (unit != null && other.unit != null && Units.differ(unit, other.unit));
    }

    private static Optional<Token> unit(List<Token> tokens, int place) {
        int behind = lower(tokens, place + 1).startsWith("degree") ? place + 2 : place + 1;
        for (int at : new int[] {behind, place - 1}) {
            if (at >= 0 && at < tokens.size() && Units.isUnit(tokens.get(at))) return Optional.of(tokens.get(at));
        }
        return Optional.empty();
    }

    private static Optional<Bound> boundBefore(List<Token> tokens, int before) {
        String word = lower(tokens, before);
        String second = lower(tokens, before - 1);
        boolean denied = Vocabulary.isNegation(lower(tokens, before - 2));
        if (word.equals("than") && HIGHER.contains(second)) return Optional.of(denied ? Bound.AT_MOST : Bound.ABOVE);
        if (word.equals("than") && LOWER.contains(second)) return Optional.of(denied ? Bound.AT_LEAST : Bound.BELOW);
        if (ABOVE.contains(word)) return Optional.of(Vocabulary.isNegation(second) ? Bound.AT_MOST : Bound.ABOVE);
        if (BELOW.contains(word)) return Optional.of(Vocabulary.isNegation(second) ? Bound.AT_LEAST : Bound.BELOW);
        if (word.equals("least") && second.equals("at")) return Optional.of(Bound.AT_LEAST);
        if (word.equals("most") && second.equals("at")) return Optional.of(Bound.AT_MOST);
        if (word.equals("to") && second.equals("up")) return Optional.of(Bound.AT_MOST);
        String noun = word.equals("of") ? second : word;
        if (LEAST.contains(noun)) return Optional.of(Bound.AT_LEAST);
        return MOST.contains(noun) ? Optional.of(Bound.AT_MOST) : Optional.empty();
    }

    private static Optional<Bound> boundBehind(List<Token> tokens, int place) {
        int behind = place + 1;
        if (behind < tokens.size() && Units.isUnit(tokens.get(behind))) behind++;
        String word = lower(tokens, behind);
        String second = lower(tokens, behind + 1);
        if (word.equals("or") && HIGHER.contains(second)) return Optional.of(Bound.AT_LEAST);
        if (word.equals("or") && LOWER.contains(second)) return Optional.of(Bound.AT_MOST);
        if (word.equals("at") && second.equals("least")) return Optional.of(Bound.AT_LEAST);
        if (word.equals("at") && second.equals("most")) return Optional.of(Bound.AT_MOST);
        return Optional.empty();
    }

    private static boolean speaksOfLimit(List<Token> tokens, int place) {
        for (int at = place - REACH; at <= place + REACH; at++) {
            String word = lower(tokens, at);
            if (LEAST.contains(word) || MOST.contains(word) || LIMITS.contains(word) || ABOVE.contains(word))
                return true;
        }
        return false;
    }

    private static String lower(List<Token> tokens, int place) {
        return place < 0 || place >= tokens.size()
                ? ""
                : tokens.get(place).text().toLowerCase(Locale.ROOT);
    }
}
