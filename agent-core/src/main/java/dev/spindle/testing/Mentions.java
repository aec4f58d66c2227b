package dev.spindle.testing;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.StringTokenizer;
import java.util.function.Predicate;

/**
 * What a request mentions that can become an argument, each list in the order of the text.
 *
 * <p>A value is handed out once, so that two arguments do not get the same one. For one thread.
 */
final class Mentions {
    private static final int MOST = 100;
    private static final int LONGEST_NUMBER = 15;
    private static final String QUOTES = "\"'`“”„‘’«»";

    private final List<String> tokens;
    private final List<String> quoted;
    private final List<String> names;
    private final List<BigDecimal> numbers = new ArrayList<>();

    Mentions(String text) {
        tokens = tokens(text);
        quoted = quoted(text);
        names = names(tokens);
        for (String token : tokens) number(token).ifPresent(numbers::add);
    }

    Optional<String> nextQuoted() {
        return next(quoted);
    }

    /** Words that begin with a capital inside a sentence: Oslo, New York. */
    Optional<String> nextName() {
        return next(names);
    }

    /** The number behind one of these words, else the next one. */
    Optional<BigDecimal> number(Set<String> stems) {
        return takenNumber(stems, number -> true);
    }

    /** The number without a fraction behind one of these words, else the next one. */
    Optional<BigDecimal> wholeNumber(Set<String> stems) {
        return takenNumber(stems, number -> number.stripTrailingZeros().scale() <= 0);
    }

    private Optional<BigDecimal> takenNumber(Set<String> stems, Predicate<BigDecimal> fits) {
        Optional<BigDecimal> found = behind(stems)
                .flatMap(Mentions::number)
                .filter(fits)
                .or(() -> numbers.stream().filter(fits).findFirst());
        found.ifPresent(numbers::remove);
        return found;
    }

    /** A word that looks like a file: it has a slash or an ending. */
    Optional<String> nextPath() {
        return firstToken(token -> token.indexOf('/') > 0 || hasEnding(token));
    }

    /** A word with an at sign inside. */
    Optional<String> nextAddress() {
        return firstToken(token -> token.indexOf('@') > 0 && token.indexOf('.') > 0);
    }

    /** A day such as 2026-03-31. */
    Optional<String> nextDate() {
        return firstToken(Mentions::isDate);
    }

    /** The word behind one of these: "city Oslo" has "Oslo" behind "city". */
    Optional<String> behind(Set<String> stems) {
        for (int at = 0; at + 1 < tokens.size(); at++) {
            String next = tokens.get(at + 1);
            if (stems.contains(Stem.of(tokens.get(at).toLowerCase(Locale.ROOT)))
                    && !Vocabulary.isEmpty(next.toLowerCase(Locale.ROOT))) {
                names.remove(next);
                return Optional.of(next);
            }
        }
        return Optional.empty();
    }

    private Optional<String> firstToken(Predicate<String> fits) {
        Optional<String> found = tokens.stream().filter(fits).findFirst();
        found.ifPresent(tokens::remove);
        return found;
    }

    private static <T> Optional<T> next(List<T> values) {
        return values.isEmpty() ? Optional.empty() : Optional.of(values.remove(0));
    }

    private static List<String> tokens(String text) {
        List<String> tokens = new ArrayList<>();
        StringTokenizer words = new StringTokenizer(text);
        while (words.hasMoreTokens() && tokens.size() < MOST) {
            String bare = bare(words.nextToken());
            if (!bare.isEmpty()) tokens.add(bare);
        }
        return tokens;
    }

    private static String bare(String token) {
        int from = 0;
        int to = token.length();
        while (from < to && isEdge(token.charAt(from))) from++;
        while (to > from && isEdge(token.charAt(to - 1))) to--;
        return token.substring(from, to);
    }

    private static boolean isEdge(char letter) {
        return QUOTES.indexOf(letter) >= 0 || ",;:.!?()[]{}<>…".indexOf(letter) >= 0;
    }

    private static List<String> quoted(String text) {
        List<String> quoted = new ArrayList<>();
        int at = 0;
        while (at < text.length() && quoted.size() < MOST) {
            char open = text.charAt(at);
            int end = opensQuote(text, at) ? text.indexOf(closing(open), at + 1) : -1;
            if (end > at + 1) quoted.add(text.substring(at + 1, end));
            // An open quote ends the search: to look for the ends of many would be quadratic.
            if (end < 0 && opensQuote(text, at)) break;
            at = end > at ? end + 1 : at + 1;
        }
        return quoted;
    }

    private static boolean opensQuote(String text, int at) {
        char letter = text.charAt(at);
        if (letter == '\'') return at == 0 || Character.isWhitespace(text.charAt(at - 1));
        return "\"`“„«".indexOf(letter) >= 0;
    }

    private static char closing(char open) {
        return switch (open) {
            case '“' -> '”';
            case '„' -> '“';
            case '«' -> '»';
            default -> open;
        };
    }

    private static List<String> names(List<String> tokens) {
        List<String> names = new ArrayList<>();
        StringBuilder name = new StringBuilder();
        for (int at = 0; at < tokens.size(); at++) {
            String token = tokens.get(at);
            boolean capital = Character.isUpperCase(token.codePointAt(0)) && !token.equals("I") && at > 0;
            if (!capital || Vocabulary.isEmpty(token.toLowerCase(Locale.ROOT))) {
                addName(names, name);
                continue;
            }
            if (name.length() > 0) name.append(' ');
            name.append(token);
        }
        addName(names, name);
        return names;
    }

    private static void addName(List<String> names, StringBuilder name) {
        if (name.length() > 0) names.add(name.toString());
        name.setLength(0);
    }

    private static Optional<BigDecimal> number(String token) {
        boolean digits = token.length() <= LONGEST_NUMBER
                && token.chars().allMatch(c -> (c >= '0' && c <= '9') || c == '.' || c == '-');
        if (!digits || token.chars().noneMatch(Character::isDigit)) return Optional.empty();
        try {
            return Optional.of(new BigDecimal(token));
        } catch (NumberFormatException dateOrVersion) {
            return Optional.empty();
        }
    }

    private static boolean hasEnding(String token) {
        int dot = token.lastIndexOf('.');
        return dot > 0
                && dot < token.length() - 1
                && Character.isLetter(token.charAt(dot + 1))
                && token.length() - dot <= 6;
    }

    private static boolean isDate(String token) {
        if (token.length() != 10) return false;
        for (int at = 0; at < 10; at++) {
            boolean dash = at == 4 || at == 7;
            if (dash ? token.charAt(at) != '-' : !Character.isDigit(token.charAt(at))) return false;
        }
        return true;
    }
}
