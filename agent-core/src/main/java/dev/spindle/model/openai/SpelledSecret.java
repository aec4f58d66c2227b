package dev.spindle.model.openai;

/*
 * Each character of a secret may stand in a text as itself, behind backslashes, as one of the Unicode escapes of JSON, as a byte of a URL or
 * as a number of HTML. Each step reads at most a handful of characters, so that a text full of escapes costs no more than another.
 */
/** Tells whether a secret is spelled out at a place of a text. */
final class SpelledSecret {
    /** It is not. */
    static final int NO = -1;

    /** The text ends before that is known. */
    static final int MAYBE = -2;

    private static final int MOST_BACKSLASHES = 8;
    private static final int LONGEST_NUMBER = 6;

    private SpelledSecret() {}

    /** Where the secret ends that begins here, or {@link #NO}, or {@link #MAYBE}. */
    static int end(String secret, String text, int from) {
        int at = from;
        for (int place = 0; place < secret.length(); place++) {
            if (at == text.length()) return MAYBE;
            at = endOfCharacter(secret.charAt(place), text, at);
            if (at < 0) return at;
        }
        return at;
    }

    private static int endOfCharacter(char wanted, String text, int at) {
        char c = text.charAt(at);
        if (c == wanted) return at + 1;
        return switch (c) {
            case '\\' -> endOfEscape(wanted, text, at + 1);
            case '%' -> endOfNumber(wanted, text, at + 1, 2);
            case '&' -> endOfEntity(wanted, text, at + 1);
            default -> NO;
        };
    }

    private static int endOfEscape(char wanted, String text, int from) {
        int at = from;
        while (at < text.length() && text.charAt(at) == '\\' && at - from < MOST_BACKSLASHES) at++;
        if (at == text.length()) return MAYBE;
        if (text.charAt(at) == 'u') return endOfNumber(wanted, text, at + 1, 4);
        return text.charAt(at) == wanted ? at + 1 : NO;
    }

    /** Of so many hexadecimal digits. */
    private static int endOfNumber(char wanted, String text, int from, int digits) {
        int number = 0;
        for (int at = from; at < from + digits; at++) {
            if (at == text.length()) return MAYBE;
            int digit = Character.digit(text.charAt(at), 16);
            if (digit < 0) return NO;
            number = 16 * number + digit;
        }
        return number == wanted ? from + digits : NO;
    }

    /** Of a number of HTML behind its ampersand. */
    private static int endOfEntity(char wanted, String text, int from) {
        if (from == text.length()) return MAYBE;
        if (text.charAt(from) != '#') return NO;
        int at = from + 1;
        boolean hex = at < text.length() && Character.toLowerCase(text.charAt(at)) == 'x';
        if (hex) at++;
        int number = 0;
        for (int end = Math.min(text.length(), at + LONGEST_NUMBER); at < end; at++) {
            int digit = Character.digit(text.charAt(at), hex ? 16 : 10);
            if (digit < 0) break;
            number = (hex ? 16 : 10) * number + digit;
        }
        if (at == text.length()) return MAYBE;
        return number == wanted && text.charAt(at) == ';' ? at + 1 : NO;
    }
}
