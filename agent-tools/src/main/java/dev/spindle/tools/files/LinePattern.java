package dev.spindle.tools.files;

import com.google.re2j.Matcher;
import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.OptionalInt;
import java.util.regex.MatchResult;
import org.jspecify.annotations.Nullable;

/**
 * What a model searches lines for: literal text, or a regular expression in RE2's syntax.
 *
 * <p>RE2 takes time linear in the line, times the size of the program that the expression becomes. Its counted repetitions multiply when
 * nested ({@code ((a{1000}){1000}){1000}} fills any memory), so their product is bounded before compiling.
 */
final class LinePattern {
    private static final int MAX_LENGTH = 300;
    private static final int MAX_COPIES = 1_000;
    private static final int MAX_PROGRAM = 5_000;
    private static final int MAX_LINE = 10_000;
    private static final java.util.regex.Pattern COUNTED = java.util.regex.Pattern.compile("\\{(\\d+)(?:,(\\d*))?}");

    private final @Nullable Pattern pattern;
    private final String text;

    private LinePattern(@Nullable Pattern pattern, String text) {
        this.pattern = pattern;
        this.text = text;
    }

    /**
     * Reads what to search for.
     *
     * @throws UnreadableFileException if it is empty, too long, malformed or too costly
     */
    static LinePattern of(String query, boolean regex) {
        if (query.isEmpty() || query.length() > MAX_LENGTH) {
            throw new UnreadableFileException(
                    "The text to search for has " + query.length() + " characters; give 1 to " + MAX_LENGTH + ".");
        }
        if (!regex) return new LinePattern(null, query);
        if (copies(query) > MAX_COPIES) throw tooCostly(query);
        try {
            Pattern pattern = Pattern.compile(query);
            if (pattern.programSize() > MAX_PROGRAM) throw tooCostly(query);
            return new LinePattern(pattern, query);
        } catch (PatternSyntaxException malformed) {
            throw new UnreadableFileException(
                    "'" + query + "' is not a regular expression that can be searched for ("
                            + malformed.getDescription()
                            + "). The syntax is RE2: no look-around and no back-references.",
                    malformed);
        }
    }

    /** Whether no line of a text file can match, as its bytes tell; most files need no look at their lines. */
    boolean isMissingIn(byte[] bytes) {
        if (pattern != null || !text.chars().allMatch(c -> c < 0x80)) return false;
        byte[] wanted = text.getBytes(StandardCharsets.US_ASCII);
        for (int at = 0; at < bytes.length; at++) {
            // A zero is a binary file, or one of two bytes a letter.
            if (bytes[at] == 0) return false;
        }
        for (int at = 0; at + wanted.length <= bytes.length; at++) {
            if (bytes[at] == wanted[0] && Arrays.equals(bytes, at, at + wanted.length, wanted, 0, wanted.length))
                return false;
        }
        return true;
    }

    /**
     * Where the first match in a line starts; of very long lines, the first 10,000 characters are searched.
     *
     * @throws UnreadableFileException if it is time to stop
     */
    OptionalInt find(String line, Patience patience) {
        String searched = line.length() > MAX_LINE ? line.substring(0, MAX_LINE) : line;
        if (pattern == null) {
            int at = searched.indexOf(text);
            return at < 0 ? OptionalInt.empty() : OptionalInt.of(at);
        }
        Matcher matcher = pattern.matcher(new WatchedLine(searched, patience));
        return matcher.find() ? OptionalInt.of(matcher.start()) : OptionalInt.empty();
    }

    /** A line that can be read only as long as there is patience. */
    private record WatchedLine(String line, Patience patience) implements CharSequence {
        @Override
        public int length() {
            return line.length();
        }

        @Override
        public char charAt(int index) {
            patience.step();
            return line.charAt(index);
        }

        @Override
        public CharSequence subSequence(int start, int end) {
            return line.substring(start, end);
        }

        @Override
        public String toString() {
            return line;
        }
    }

    private static long copies(String regex) {
        return COUNTED.matcher(regex)
                .results()
                .mapToLong(LinePattern::most)
                .reduce(1, (product, count) -> Math.min(Integer.MAX_VALUE, product * count));
    }

    private static long most(MatchResult counted) {
        String upper = counted.group(2);
        String number = upper == null || upper.isEmpty() ? counted.group(1) : upper;
        return number.length() > 4 ? MAX_COPIES + 1 : Math.max(1, Long.parseLong(number));
    }

    private static UnreadableFileException tooCostly(String query) {
        return new UnreadableFileException("'" + query
                + "' repeats too much: its counted repetitions multiply. Use fewer or smaller ones, or '*' and '+'.");
    }
}
