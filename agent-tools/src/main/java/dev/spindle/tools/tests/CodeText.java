package dev.spindle.tools.tests;

import java.util.ArrayList;
import java.util.List;

/**
 * The code in a source file, without its comments and without what stands in strings: there, any word may stand. Lines and columns stay
 * where they are. It knows no language in particular, and is linear in the text.
 */
final class CodeText {
    private static final String QUOTES = "\"'`";

    private final boolean hasSigns;
    private boolean inComment;
    private String open = "";

    private CodeText(String path) {
        hasSigns = path.matches(".*\\.(?:py|pyi|sh|rb|toml|ya?ml)");
    }

    /** The lines of a file; the ending of its path tells how comments begin. */
    static List<String> bare(String path, List<String> lines) {
        CodeText text = new CodeText(path);
        List<String> bare = new ArrayList<>(lines.size());
        for (String each : lines) bare.add(text.bare(each));
        return bare;
    }

    private String bare(String line) {
        StringBuilder bare = new StringBuilder(line);
        open = "";
        for (int at = 0; at < line.length(); ) {
            int end = inComment ? endOfComment(line, at) : endOfWords(line, at);
            for (int i = at; i < end; i++) bare.setCharAt(i, ' ');
            at = Math.max(end, at + 1);
        }
        return bare.toString();
    }

    private int endOfComment(String line, int at) {
        int end = line.indexOf("*/", at);
        if (end < 0) return line.length();
        inComment = false;
        return end + 2;
    }

    /** Where a comment or a string that begins here ends; here, if none does. */
    private int endOfWords(String line, int at) {
        char c = line.charAt(at);
        if (hasSigns ? c == '#' : line.startsWith("//", at)) return line.length();
        if (!hasSigns && line.startsWith("/*", at)) {
            inComment = true;
            return Math.min(line.length(), at + 2);
        }
        boolean isQuote = QUOTES.indexOf(c) >= 0 && open.indexOf(c) < 0;
        return isQuote ? endOfString(line, at, c) : at;
    }

    /** A quote that is not closed in its line is none: it is a lifetime of Rust, an apostrophe, or begins a text of many lines. */
    private int endOfString(String line, int at, char quote) {
        for (int i = at + 1; i < line.length(); i++) {
            if (line.charAt(i) == '\\') i++;
            else if (line.charAt(i) == quote) return i + 1;
        }
        open += quote;
        return at;
    }
}
