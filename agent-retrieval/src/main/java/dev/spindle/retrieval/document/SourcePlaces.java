package dev.spindle.retrieval.document;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Leads from the characters of a document's text to characters and lines of its source. Immutable. */
final class SourcePlaces {
    private final int @Nullable [] starts;
    private final int @Nullable [] ends;
    private final int[] lineStarts;
    private final int length;

    private SourcePlaces(int @Nullable [] starts, int @Nullable [] ends, String source) {
        this.starts = starts;
        this.ends = ends;
        this.lineStarts = lineStarts(source);
        this.length = source.length();
    }

    /** Of a text that is its own source. */
    static SourcePlaces same(String text) {
        return new SourcePlaces(null, null, text);
    }

    /**
     * Of a text that was taken out of a source.
     *
     * @param starts for each character of the text, where in the source it begins; never falling
     * @param ends for each character of the text, where in the source it ends
     */
    static SourcePlaces of(int[] starts, int[] ends, String source) {
        return new SourcePlaces(starts, ends, source);
    }

    private static int[] lineStarts(String text) {
        int[] starts = new int[16];
        int count = 1;
        for (int at = 0; at < text.length(); at++) {
            char c = text.charAt(at);
            boolean crlf = c == '\r' && at + 1 < text.length() && text.charAt(at + 1) == '\n';
            if ((c != '\n' && c != '\r') || crlf) continue;
            if (count == starts.length) starts = Arrays.copyOf(starts, count * 2);
            starts[count++] = at + 1;
        }
        return Arrays.copyOf(starts, count);
    }

    /** Where the character at a place of the text stands. */
    int startOf(int place) {
        if (starts == null) return place;
        return place < starts.length ? starts[place] : length;
    }

    /** The place behind that of the character before a place of the text. */
    int endOf(int place) {
        if (ends == null) return place;
        return place == 0 ? 0 : ends[place - 1];
    }

    /** The line of a place in the source, counted from 1. */
    int lineOf(int sourcePlace) {
        int found = Arrays.binarySearch(lineStarts, sourcePlace);
        return found >= 0 ? found + 1 : -found - 1;
    }
}
