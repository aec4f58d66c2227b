package dev.spindle.retrieval.document;

/** Estimates how long a text is for a model, in quarters of a token. */
final class TokenSize {
    /** How many make a token. */
    static final int PER_TOKEN = 4;

    private static final char IDEOGRAPHS = '\u0800';

    private TokenSize() {}

    /** One for each character of an alphabet, four for each other. */
    static int of(String text, int from, int to) {
        int size = to - from;
        for (int at = from; at < to; at++) {
            if (text.charAt(at) >= IDEOGRAPHS && Character.isLetter(text.charAt(at))) size += PER_TOKEN - 1;
        }
        return size;
    }

    /** Whether a text is longer than a budget; looks no further than that. */
    static boolean isOver(String text, int from, int to, int budget) {
        return to - from > budget || of(text, from, to) > budget;
    }

    /** The last place where a text that is too long may be cut so that what is before it fits: behind a space if there is one. */
    static int lastCutWithin(String text, int from, int to, int budget) {
        int at = from;
        int behindSpace = -1;
        int left = budget;
        while (at < to) {
            int size = of(text, at, at + 1);
            if (size > left) break;
            left -= size;
            at++;
            if (Character.isWhitespace(text.charAt(at - 1))) behindSpace = at;
        }
        if (behindSpace > from + (at - from) / 2) return behindSpace;
        boolean half = at < to && at > from + 1 && Character.isLowSurrogate(text.charAt(at));
        return half ? at - 1 : at;
    }
}
