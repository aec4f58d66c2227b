package dev.spindle.retrieval.embedding;

import java.text.Normalizer;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Set;

/**
 * The words of a text as an uncased BERT sees them, one after the other.
 *
 * <p>In the reference's order: control characters go, white space and CJK ideographs separate, letters lose their accents and
 * become lower case, and each punctuation mark stands alone. Used once, by one thread.
 */
final class BertWords {
    private final String text;
    private final Set<String> specialTokens;
    private final StringBuilder chunk = new StringBuilder();
    private final Deque<String> ready = new ArrayDeque<>();
    private String word = "";
    private boolean special;
    private int at;

    BertWords(String text, Set<String> specialTokens) {
        this.text = text;
        this.specialTokens = specialTokens;
    }

    /** Goes to the next word, if there is one. */
    boolean next() {
        special = false;
        while (ready.isEmpty() && at < text.length()) {
            String token = text.charAt(at) == '[' ? specialHere() : "";
            if (!token.isEmpty() && chunk.isEmpty()) {
                at += token.length();
                word = token;
                special = true;
                return true;
            }
            if (!token.isEmpty()) finishChunk();
            else take();
        }
        if (ready.isEmpty()) finishChunk();
        if (ready.isEmpty()) return false;
        word = ready.remove();
        return true;
    }

    String word() {
        return word;
    }

    boolean isSpecial() {
        return special;
    }

    private String specialHere() {
        return specialTokens.stream()
                .filter(token -> text.startsWith(token, at))
                .findFirst()
                .orElse("");
    }

    private void take() {
        int letter = text.codePointAt(at);
        boolean ideograph = isIdeograph(letter);
        if ((ideograph || isSpace(letter)) && !chunk.isEmpty()) {
            finishChunk();
            return;
        }
        at += Character.charCount(letter);
        if (!isSpace(letter) && !isDropped(letter)) chunk.appendCodePoint(letter);
        if (ideograph) finishChunk();
    }

    private void finishChunk() {
        String plain = plain(chunk.toString());
        chunk.setLength(0);
        int start = 0;
        for (int i = 0; i < plain.length(); i += Character.charCount(plain.codePointAt(i))) {
            int letter = plain.codePointAt(i);
            if (!isPunctuation(letter)) continue;
            if (i > start) ready.add(plain.substring(start, i));
            ready.add(Character.toString(letter));
            start = i + Character.charCount(letter);
        }
        if (start < plain.length()) ready.add(plain.substring(start));
    }

    /** Without accents, in lower case letter by letter: the reference knows no final sigma. */
    private static String plain(String chunk) {
        boolean ascii = chunk.chars().allMatch(c -> c < 0x80);
        String decomposed = ascii ? chunk : Normalizer.normalize(chunk, Normalizer.Form.NFD);
        StringBuilder plain = new StringBuilder(decomposed.length());
        decomposed
                .codePoints()
                .filter(letter -> Character.getType(letter) != Character.NON_SPACING_MARK)
                .map(Character::toLowerCase)
                .forEach(plain::appendCodePoint);
        return plain.toString();
    }

    private static boolean isSpace(int letter) {
        if (letter == '\t' || letter == '\n' || letter == '\r' || letter == ' ') return true;
        return switch (Character.getType(letter)) {
            case Character.SPACE_SEPARATOR, Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR -> true;
            default -> false;
        };
    }

    /** Control and format characters, and those that stand for nothing; what this Java's Unicode does not know yet is kept. */
    private static boolean isDropped(int letter) {
        if (letter == 0xFFFD) return true;
        return switch (Character.getType(letter)) {
            case Character.CONTROL, Character.FORMAT, Character.PRIVATE_USE, Character.SURROGATE -> true;
            default -> false;
        };
    }

    private static boolean isIdeograph(int letter) {
        return (letter >= 0x4E00 && letter <= 0x9FFF)
                || (letter >= 0x3400 && letter <= 0x4DBF)
                || (letter >= 0x20000 && letter <= 0x2A6DF)
                || (letter >= 0x2A700 && letter <= 0x2B73F)
                || (letter >= 0x2B740 && letter <= 0x2B81F)
                || (letter >= 0x2B920 && letter <= 0x2CEAF)
                || (letter >= 0xF900 && letter <= 0xFAFF)
                || (letter >= 0x2F800 && letter <= 0x2FA1F);
    }

    private static boolean isPunctuation(int letter) {
        if (letter < 0x80) {
            return (letter >= '!' && letter <= '/')
                    || (letter >= ':' && letter <= '@')
                    || (letter >= '[' && letter <= '`')
                    || (letter >= '{' && letter <= '~');
        }
        return switch (Character.getType(letter)) {
            case Character.CONNECTOR_PUNCTUATION,
                    Character.DASH_PUNCTUATION,
                    Character.START_PUNCTUATION,
                    Character.END_PUNCTUATION,
                    Character.INITIAL_QUOTE_PUNCTUATION,
                    Character.FINAL_QUOTE_PUNCTUATION,
                    Character.OTHER_PUNCTUATION -> true;
            default -> false;
        };
    }
}
