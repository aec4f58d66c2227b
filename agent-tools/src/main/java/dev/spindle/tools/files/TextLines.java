package dev.spindle.tools.files;

import java.util.AbstractList;
import java.util.Arrays;
import java.util.List;
import java.util.RandomAccess;

/**
 * The lines of a text, each made when it is asked for: a file may be line ends only, and as many texts as it has lines would take fifty
 * times its memory. A line ends with {@code \n}, {@code \r\n} or {@code \r}. Immutable.
 */
final class TextLines extends AbstractList<String> implements RandomAccess {
    private final String text;
    private final int[] ends; // behind the end of each line
    private final int count;
    private final boolean withEnds;

    private TextLines(String text, boolean withEnds) {
        int[] found = new int[16];
        int lines = 0;
        for (int at = 0; at < text.length(); at++) {
            char c = text.charAt(at);
            boolean ends = c == '\n' || (c == '\r' && (at + 1 == text.length() || text.charAt(at + 1) != '\n'));
            if (!ends && at + 1 < text.length()) continue;
            if (lines == found.length) found = Arrays.copyOf(found, 2 * lines);
            found[lines++] = at + 1;
        }
        this.text = text;
        this.ends = found;
        this.count = lines;
        this.withEnds = withEnds;
    }

    /** The lines as they are, with their ends. */
    static List<String> withEnds(String text) {
        return new TextLines(text, true);
    }

    /** The lines without their ends; a last empty line is not counted. */
    static List<String> of(String text) {
        return new TextLines(text, false);
    }

    @Override
    public String get(int index) {
        if (index < 0 || index >= count)
            throw new IndexOutOfBoundsException("There is no line " + index + " of " + count);
        int start = index == 0 ? 0 : ends[index - 1];
        int end = ends[index];
        if (!withEnds && end > start && text.charAt(end - 1) == '\n') end--;
        if (!withEnds && end > start && text.charAt(end - 1) == '\r') end--;
        return text.substring(start, end);
    }

    @Override
    public int size() {
        return count;
    }
}
