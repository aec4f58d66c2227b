package dev.spindle.examples.terminal;

import java.util.ArrayList;
import java.util.List;
import org.jline.reader.CompletingParsedLine;
import org.jline.reader.ParsedLine;
import org.jline.reader.Parser;

/** Cuts a line at blanks, and at nothing else, but for those between the quotes of a file's name: {@code @"my notes.txt"}. */
final class LineWords implements Parser {
    private static final String QUOTED = "@\"";

    private record Cut(String line, int cursor, List<String> words, int wordIndex, int wordCursor)
            implements CompletingParsedLine {
        @Override
        public String word() {
            return words.get(wordIndex);
        }

        @Override
        public CharSequence escape(CharSequence candidate, boolean complete) {
            return candidate;
        }

        @Override
        public int rawWordCursor() {
            return wordCursor;
        }

        @Override
        public int rawWordLength() {
            return word().length();
        }
    }

    @Override
    public ParsedLine parse(String line, int cursor, ParseContext context) {
        List<String> words = new ArrayList<>();
        int index = -1;
        int within = 0;
        int at = 0;
        while (at < line.length()) {
            int end = end(line, at);
            if (end > at) {
                if (cursor >= at && cursor <= end) {
                    index = words.size();
                    within = cursor - at;
                }
                words.add(line.substring(at, end));
            }
            at = Math.max(end, at) + (end > at ? 0 : 1);
        }
        if (index < 0) {
            index = words.size();
            words.add("");
        }
        return new Cut(line, cursor, List.copyOf(words), index, within);
    }

    /** Where the word ends that begins here; here, if it is a blank. */
    private static int end(String line, int from) {
        int at = from;
        if (line.startsWith(QUOTED, from)) {
            int close = line.indexOf('"', from + QUOTED.length());
            if (close < 0) return line.length();
            at = close + 1;
        }
        while (at < line.length() && !Character.isWhitespace(line.charAt(at))) at++;
        return at;
    }
}
