package dev.spindle.retrieval.citation;

import dev.spindle.retrieval.citation.Token.Kind;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/*
 * "Two hundred and fifty" is one number of four words, and "1.5 million" one of two: what is said so is brought together to one token, whose
 * stem is the value. "One" is a number only where it counts: one map, but no one, and one may.
 */
/** Brings words together that are one number. */
final class NumberWords {
    private static final Set<String> NOT_COUNTING =
            Set.of("no", "any", "every", "each", "some", "this", "that", "which", "the", "another", "only", "than");
    private static final Set<String> BELOW_ZERO = Set.of("minus", "negative");
    private static final BigDecimal HUNDRED = new BigDecimal(100);
    private static final BigDecimal THOUSAND = new BigDecimal(1_000);

    private final String text;
    private final List<Token> tokens;
    private final List<Token> joined = new ArrayList<>();

    private NumberWords(String text, List<Token> tokens) {
        this.text = text;
        this.tokens = tokens;
    }

    /** The tokens of a text with numbers of several words as one. */
    static List<Token> joined(String text, List<Token> tokens) {
        NumberWords words = new NumberWords(text, tokens);
        int at = 0;
        while (at < tokens.size()) at = words.take(at);
        return words.joined;
    }

    /** Takes what begins at a place; where the next begins. */
    private int take(int place) {
        boolean below = BELOW_ZERO.contains(lower(place)) && isBeside(place) && valueAt(place + 1) != null;
        int from = below ? place + 1 : place;
        BigDecimal value = valueAt(from);
        if (value == null) {
            joined.add(tokens.get(place));
            return place + 1;
        }
        Sum sum = new Sum(value);
        int end = from + 1;
        for (int next = behind(end, sum);
                next >= 0 && sum.takes(valueAt(next), isWord(from));
                next = behind(end, sum)) {
            end = next + 1;
        }
        BigDecimal all = below ? sum.value().negate() : sum.value();
        int start = tokens.get(place).start();
        String written = text.substring(start, tokens.get(end - 1).end());
        joined.add(new Token(written, all.stripTrailingZeros().toPlainString(), start, Kind.NUMBER));
        return end;
    }

    /** Where a word stands that may go on with a number which ends before a place; below zero if there is none. */
    private int behind(int end, Sum sum) {
        if (end >= tokens.size() || !isBeside(end - 1)) return -1;
        if (!lower(end).equals("and")) return isWord(end) ? end : -1;
        // Two hundred and fifty, but between one hundred and two hundred.
        boolean goesOn = sum.isLarge() && end + 1 < tokens.size() && isBeside(end) && isWord(end + 1);
        BigDecimal third = goesOn && isBeside(end + 1) ? valueAt(end + 2) : null;
        return goesOn && (third == null || third.compareTo(HUNDRED) < 0) ? end + 1 : -1;
    }

    /** A number as it is said: thousands and above that are done with, and a part that still grows. */
    private static final class Sum {
        private BigDecimal done = BigDecimal.ZERO;
        private BigDecimal part;

        Sum(BigDecimal first) {
            this.part = first;
        }

        BigDecimal value() {
            return done.add(part);
        }

        boolean isLarge() {
            return value().compareTo(HUNDRED) >= 0;
        }

        /** Takes what is said behind it, if that goes on with the same number: twenty one, two hundred, not five six. */
        boolean takes(@Nullable BigDecimal more, boolean inWords) {
            if (more == null || more.signum() <= 0) return false;
            if (more.compareTo(HUNDRED) >= 0) {
                if (part.signum() <= 0) return false;
                part = part.multiply(more);
                if (more.compareTo(THOUSAND) < 0) return true;
                done = done.add(part);
                part = BigDecimal.ZERO;
                return true;
            }
            if (!inWords
                    || !(part.remainder(HUNDRED).signum() == 0
                            || (isTens(part) && more.compareTo(BigDecimal.TEN) < 0))) {
                return false;
            }
            part = part.add(more);
            return true;
        }

        private static boolean isTens(BigDecimal part) {
            BigDecimal rest = part.remainder(HUNDRED);
            return rest.compareTo(new BigDecimal(20)) >= 0
                    && rest.remainder(BigDecimal.TEN).signum() == 0;
        }
    }

    /** Whether nothing but a blank or a hyphen parts a token from the next. */
    private boolean isBeside(int place) {
        if (place + 1 >= tokens.size()) return false;
        String between =
                text.substring(tokens.get(place).end(), tokens.get(place + 1).start());
        return between.equals(" ") || between.equals("-");
    }

    /** The value of a number in whole words or digits, or of a "one" that counts; null of anything else. */
    private @Nullable BigDecimal valueAt(int place) {
        if (place >= tokens.size()) return null;
        Token token = tokens.get(place);
        if (lower(place).equals("one")) return counts(place) ? BigDecimal.ONE : null;
        if (token.kind() != Kind.NUMBER || !Numbers.isPlain(token.stem())) return null;
        return new BigDecimal(token.stem());
    }

    private boolean counts(int place) {
        boolean behindTens =
                place > 0 && isBeside(place - 1) && tokens.get(place - 1).kind() == Kind.NUMBER;
        if (behindTens) return true;
        if (place > 0 && NOT_COUNTING.contains(lower(place - 1))) return false;
        if (place + 1 >= tokens.size() || !isBeside(place)) return false;
        Token next = tokens.get(place + 1);
        return next.isContent() && next.kind() != Kind.NAME;
    }

    private boolean isWord(int place) {
        return Character.isLetter(tokens.get(place).text().charAt(0));
    }

    private String lower(int place) {
        return tokens.get(place).text().toLowerCase(Locale.ROOT);
    }
}
