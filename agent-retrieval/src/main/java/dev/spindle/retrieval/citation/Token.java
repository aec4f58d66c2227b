package dev.spindle.retrieval.citation;

import java.text.Normalizer;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A word of a text.
 *
 * @param text as it is written
 * @param stem in lower case, without its ending; of a number its value
 * @param start where it begins in the text, in characters
 */
record Token(String text, String stem, int start, Kind kind) {
    private static final int LONGEST = 80;
    private static final int LONGEST_UNIT = 4;
    private static final Pattern HALF_OF_DAY = Pattern.compile("[aApP](?:[mM]\\b|\\.[mM]\\.?)");
    private static final Pattern SPEED = Pattern.compile("km/h\\b|m/s\\b");
    private static final Pattern DEGREES = Pattern.compile("°? ?([CFK])\\b");
    private static final Map<String, String> SCALES =
            Map.of("C", Stems.of("celsius"), "F", Stems.of("fahrenheit"), "K", Stems.of("kelvin"));
    private static final Map<Character, String> SYMBOLS =
            Map.of('%', "percent", '$', "dollar", '€', "euro", '£', "pound", '¥', "yen");

    /** What a word is in a sentence. */
    enum Kind {
        WORD,
        EMPTY,
        NEGATION,
        NAME,
        NUMBER
    }

    boolean isContent() {
        return kind != Kind.EMPTY && kind != Kind.NEGATION;
    }

    boolean isEntity() {
        return kind == Kind.NAME || kind == Kind.NUMBER;
    }

    int end() {
        return start + text.length();
    }

    /** The words of a text, in one pass. */
    static List<Token> of(String text) {
        List<Token> tokens = new ArrayList<>();
        boolean opening = true;
        int at = 0;
        while (at < text.length()) {
            char c = text.charAt(at);
            Optional<Token> measure = measure(text, at, tokens);
            if (measure.isPresent()) {
                tokens.add(measure.get());
                at = measure.get().end();
                continue;
            }
            boolean belowZero = isMinus(text, at);
            if (!Character.isLetterOrDigit(c) && !belowZero) {
                opening |= ".!?:\n|".indexOf(c) >= 0;
                at++;
                continue;
            }
            int end = endOfWord(text, belowZero ? at + 1 : at);
            tokens.add(token(text.substring(at, Math.min(end, at + LONGEST)), at, opening));
            opening = false;
            at = end;
        }
        return NumberWords.joined(text, tokens);
    }

    /** A sign or letters that say of a number what it measures: %, €, °C, a.m. */
    private static Optional<Token> measure(String text, int at, List<Token> before) {
        String symbol = SYMBOLS.get(text.charAt(at));
        if (symbol != null && isBesideDigit(text, at)) {
            return Optional.of(new Token(text.substring(at, at + 1), Stems.of(symbol), at, Kind.EMPTY));
        }
        Token last = before.isEmpty() ? null : before.get(before.size() - 1);
        if (last == null || at > last.end() + 2) return Optional.empty();
        Matcher half = HALF_OF_DAY.matcher(text).region(at, text.length());
        if (last.kind == Kind.NUMBER && half.lookingAt()) {
            String stem = Character.toLowerCase(text.charAt(at)) + ".m.";
            return Optional.of(new Token(half.group(), stem, at, Kind.EMPTY));
        }
        Matcher speed = SPEED.matcher(text).region(at, text.length());
        if (last.kind == Kind.NUMBER && speed.lookingAt()) {
            return Optional.of(new Token(speed.group(), speed.group(), at, Kind.EMPTY));
        }
        Matcher degrees = DEGREES.matcher(text).region(at, text.length());
        boolean warm = last.kind == Kind.NUMBER ? text.charAt(at) == '°' : last.stem.equals(Stems.of("degrees"));
        if (!warm || !degrees.lookingAt()) return Optional.empty();
        return Optional.of(new Token(degrees.group(), SCALES.getOrDefault(degrees.group(1), ""), at, Kind.EMPTY));
    }

    /** A sign before a number, and not between two. */
    private static boolean isMinus(String text, int at) {
        if ("-−".indexOf(text.charAt(at)) < 0 || at + 1 >= text.length()) return false;
        if (!Character.isDigit(text.charAt(at + 1))) return false;
        if (at == 0 || text.charAt(at - 1) == '(') return true;
        return text.charAt(at - 1) == ' ' && (at == 1 || !Character.isDigit(text.charAt(at - 2)));
    }

    /** Whether a symbol is said of a number: 20 %, $5. */
    private static boolean isBesideDigit(String text, int at) {
        int before = at > 0 && text.charAt(at - 1) == ' ' ? at - 2 : at - 1;
        return (before >= 0 && Character.isDigit(text.charAt(before)))
                || (at + 1 < text.length() && Character.isDigit(text.charAt(at + 1)));
    }

    private static int endOfWord(String text, int from) {
        int at = from;
        if (isIdeograph(text.charAt(at))) return at + 1;
        while (at < text.length() && isInside(text, at)) at++;
        return endOfNumber(text, from, at);
    }

    /** Where a number ends that its unit stands behind without a blank: 5kg, 10pm. */
    private static int endOfNumber(String text, int from, int end) {
        int at = from;
        while (at < end && (Character.isDigit(text.charAt(at)) || ".,".indexOf(text.charAt(at)) >= 0)) at++;
        if (at == from || at == end || end - at > LONGEST_UNIT) return end;
        String behind = text.substring(at, end).toLowerCase(Locale.ROOT);
        return Units.isName(behind) || behind.equals("am") || behind.equals("pm") ? at : end;
    }

    /** Letters and digits, and what joins them inside a number or a word: 1,000.5, don't. */
    private static boolean isInside(String text, int at) {
        char c = text.charAt(at);
        if (Character.isLetterOrDigit(c)) return !isIdeograph(c);
        if (Character.getType(c) == Character.NON_SPACING_MARK) return true;
        if (at + 1 >= text.length() || at == 0) return false;
        char before = text.charAt(at - 1);
        char behind = text.charAt(at + 1);
        if (c == ':') return isOfTime(text, at);
        if (c == '.' || c == ',') return Character.isDigit(before) && Character.isDigit(behind);
        return (c == '\'' || c == '’' || c == '_') && Character.isLetter(before) && Character.isLetter(behind);
    }

    /** Two digits behind a digit, and no third: 9:30. */
    private static boolean isOfTime(String text, int colon) {
        boolean minutes = colon + 2 < text.length()
                && Character.isDigit(text.charAt(colon - 1))
                && Character.isDigit(text.charAt(colon + 1))
                && Character.isDigit(text.charAt(colon + 2));
        return minutes && (colon + 3 == text.length() || !Character.isDigit(text.charAt(colon + 3)));
    }

    private static boolean isIdeograph(char c) {
        return Character.isIdeographic(c) || (c >= 0x3040 && c <= 0x30FF);
    }

    private static Token token(String written, int start, boolean opening) {
        String lower = plain(written).toLowerCase(Locale.ROOT).replace('’', '\'');
        boolean belowZero = lower.startsWith("-");
        String value = Numbers.value(belowZero ? lower.substring(1) : lower);
        String number = belowZero && !value.isEmpty() ? "-" + value : value;
        if (!number.isEmpty()) return new Token(written, number, start, Kind.NUMBER);
        if (Vocabulary.isNegation(lower)) return new Token(written, lower, start, Kind.NEGATION);
        if (Vocabulary.isEmpty(lower)) return new Token(written, lower, start, Kind.EMPTY);
        return new Token(written, Stems.of(lower), start, isName(written, opening) ? Kind.NAME : Kind.WORD);
    }

    /** Each letter as one character, whether it was written as one, as several, or as part of one. */
    private static String plain(String written) {
        String composed = Normalizer.normalize(written, Normalizer.Form.NFKC);
        return composed.replace('−', '-');
    }

    private static boolean isName(String written, boolean opening) {
        boolean inside = written.substring(1).chars().anyMatch(c -> Character.isUpperCase(c) || Character.isDigit(c));
        return inside || (!opening && Character.isUpperCase(written.charAt(0)) && written.length() > 1);
    }
}
