package dev.spindle.retrieval.citation;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * A word of a text.
 *
 * @param text as it is written
 * @param stem in lower case, without its ending; of a number its value
 * @param start where it begins in the text, in characters
 */
record Token(String text, String stem, int start, Kind kind) {
    private static final int LONGEST = 80;
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
            String symbol = SYMBOLS.get(c);
            if (symbol != null && isBesideDigit(text, at)) {
                tokens.add(new Token(text.substring(at, at + 1), Stems.of(symbol), at++, Kind.EMPTY));
                continue;
            }
            if (!Character.isLetterOrDigit(c)) {
                opening |= ".!?:\n|".indexOf(c) >= 0;
                at++;
                continue;
            }
            int end = endOfWord(text, at);
            tokens.add(token(text.substring(at, Math.min(end, at + LONGEST)), at, opening));
            opening = false;
            at = end;
        }
        return tokens;
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
        return at;
    }

    /** Letters and digits, and what joins them inside a number or a word: 1,000.5, don't. */
    private static boolean isInside(String text, int at) {
        char c = text.charAt(at);
        if (Character.isLetterOrDigit(c)) return !isIdeograph(c);
        if (at + 1 >= text.length() || at == 0) return false;
        char before = text.charAt(at - 1);
        char behind = text.charAt(at + 1);
        if (c == '.' || c == ',') return Character.isDigit(before) && Character.isDigit(behind);
        return (c == '\'' || c == '’' || c == '_') && Character.isLetter(before) && Character.isLetter(behind);
    }

    private static boolean isIdeograph(char c) {
        return Character.isIdeographic(c) || (c >= 0x3040 && c <= 0x30FF);
    }

    private static Token token(String written, int start, boolean opening) {
        String lower = written.toLowerCase(Locale.ROOT).replace('’', '\'');
        String number = Numbers.value(lower);
        if (!number.isEmpty()) return new Token(written, number, start, Kind.NUMBER);
        if (Vocabulary.isNegation(lower)) return new Token(written, lower, start, Kind.NEGATION);
        if (Vocabulary.isEmpty(lower)) return new Token(written, lower, start, Kind.EMPTY);
        return new Token(written, Stems.of(lower), start, isName(written, opening) ? Kind.NAME : Kind.WORD);
    }

    private static boolean isName(String written, boolean opening) {
        boolean inside = written.substring(1).chars().anyMatch(c -> Character.isUpperCase(c) || Character.isDigit(c));
        return inside || (!opening && Character.isUpperCase(written.charAt(0)) && written.length() > 1);
    }
}
