package dev.spindle.journal;

import dev.spindle.json.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A JSON text without its long strings.
 *
 * @param text with nothing where the strings were
 * @param cuts the strings, in order
 */
record LongStrings(String text, List<Cut> cuts) {
    /** What is kept apart is longer, in characters of JSON. */
    static final int LONG = 64 * 1024;

    /** The most that is kept in one piece: with three bytes a character, less than any database takes in one message, and soon written. */
    static final int PIECE = 256 * 1024;

    /** Refuses a damaged one: nothing in the place of a string. */
    LongStrings {
        cuts = List.copyOf(cuts);
    }

    /**
     * A string that was cut out, quotes and all, or a piece of one, whose other pieces belong to the same place.
     *
     * @param at where it belongs, in the text without the strings
     * @param content its hash
     */
    record Cut(int at, String content) {
        /** Refuses a damaged one. */
        Cut {
            Objects.requireNonNull(content, "a string that was cut out has a hash");
        }
    }

    @SuppressWarnings("ThreadPriorityCheck") // nothing relies on the yield: others need not wait for all hashes
    static LongStrings cutFrom(String json, Map<String, String> contents) {
        List<Cut> cuts = new ArrayList<>();
        StringBuilder rest = new StringBuilder();
        int copied = 0;
        for (int open = json.indexOf('"'); open >= 0; open = json.indexOf('"', open)) {
            int close = endOfString(json, open);
            if (close - open > LONG) {
                rest.append(json, copied, open);
                for (int from = open, to; from < close; from = to) {
                    to = endOfPiece(json, from, close);
                    Thread.yield();
                    cuts.add(new Cut(rest.length(), CheckedContents.keep(json.substring(from, to), contents)));
                }
                copied = close;
            }
            open = close;
        }
        return new LongStrings(rest.append(json, copied, json.length()).toString(), cuts);
    }

    /** No piece ends within a character, which a file or a table could not keep. */
    private static int endOfPiece(String json, int from, int close) {
        if (close - from <= PIECE) return close;
        return Character.isLowSurrogate(json.charAt(from + PIECE)) ? from + PIECE - 1 : from + PIECE;
    }

    private static int endOfString(String json, int open) {
        int at = open + 1;
        while (json.charAt(at) != '"') at += json.charAt(at) == '\\' ? 2 : 1;
        return at + 1;
    }

    static String glue(String text, @Nullable List<Cut> cuts, CheckedContents contents) {
        return cuts == null
                ? text
                : glue(
                        text,
                        cuts,
                        contents.texts(cuts.stream().map(Cut::content).toList()));
    }

    /** The text with an empty string for each that was cut out. */
    static String leaveOut(String text, @Nullable List<Cut> cuts) {
        if (cuts == null) return text;
        List<String> empty = new ArrayList<>();
        int last = -1;
        for (Cut cut : cuts) {
            empty.add(cut.at() == last ? "" : "\"\"");
            last = cut.at();
        }
        return glue(text, cuts, empty);
    }

    private static String glue(String text, List<Cut> cuts, List<String> strings) {
        StringBuilder whole = new StringBuilder();
        int copied = 0;
        for (int at = 0; at < cuts.size(); at++) {
            int place = cuts.get(at).at();
            if (place < copied || place > text.length())
                throw new JournalException("The line is damaged: it has no character " + place, null);
            long length =
                    (long) whole.length() + (place - copied) + strings.get(at).length();
            if (length > Json.MAX_CHARS)
                throw new JournalException(
                        "The line is damaged: with what it refers to, it has more than " + Json.MAX_CHARS
                                + " characters",
                        null);
            whole.append(text, copied, place).append(strings.get(at));
            copied = place;
        }
        return whole.append(text, copied, text.length()).toString();
    }
}
