package dev.spindle.retrieval.document;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Reads text without markup, AsciiDoc and source code: paragraphs are parted by empty lines.
 *
 * <p>AsciiDoc has headings, lines that start with {@code =}; other text has none. Source code is cut between lines.
 */
final class PlainText {
    private static final int MAX_LEVEL = 6;

    private PlainText() {}

    static SourceDocument read(String path, String text) {
        String name = path.toLowerCase(Locale.ROOT);
        boolean asciidoc = name.endsWith(".adoc") || name.endsWith(".asciidoc");
        List<Block> blocks = blocks(text, asciidoc, Formats.isCode(name));
        return new SourceDocument(path, "", Map.of(), text, blocks, null);
    }

    static List<Block> blocks(String text, boolean asciidoc, boolean code) {
        List<Block> blocks = new ArrayList<>();
        String fence = "";
        int paragraph = -1;
        int at = 0;
        while (at < text.length()) {
            int end = endOfLine(text, at);
            String fenceHere = asciidoc ? fence(text, at, end) : "";
            int level = asciidoc && fence.isEmpty() ? headingLevel(text, at, end) : 0;
            boolean blank = isBlank(text, at, end);
            if (paragraph >= 0 && (level > 0 || (blank && fence.isEmpty()))) {
                blocks.add(body(text, paragraph, at, code));
                paragraph = -1;
            }
            if (level > 0) blocks.add(Block.heading(level, at, end));
            else if (!blank && paragraph < 0) paragraph = at;
            if (!fenceHere.isEmpty()) fence = fence.isEmpty() ? fenceHere : fence.equals(fenceHere) ? "" : fence;
            at = behindLine(text, end);
        }
        if (paragraph >= 0) blocks.add(body(text, paragraph, text.length(), code));
        return blocks;
    }

    private static Block body(String text, int from, int to, boolean code) {
        int end = to;
        while (end > from && Character.isWhitespace(text.charAt(end - 1))) end--;
        return code ? Block.lines(from, end) : Block.prose(from, end);
    }

    private static int endOfLine(String text, int from) {
        int at = from;
        while (at < text.length() && text.charAt(at) != '\n' && text.charAt(at) != '\r') at++;
        return at;
    }

    private static int behindLine(String text, int end) {
        if (end >= text.length()) return end;
        boolean crlf = text.charAt(end) == '\r' && end + 1 < text.length() && text.charAt(end + 1) == '\n';
        return end + (crlf ? 2 : 1);
    }

    private static boolean isBlank(String text, int from, int to) {
        for (int at = from; at < to; at++) {
            if (!Character.isWhitespace(text.charAt(at))) return false;
        }
        return true;
    }

    private static int headingLevel(String text, int from, int to) {
        int at = from;
        while (at < to && text.charAt(at) == '=') at++;
        int level = at - from;
        return level <= MAX_LEVEL && at < to && text.charAt(at) == ' ' ? level : 0;
    }

    /** The line of four or more hyphens that opens and closes a block whose text is no prose. */
    private static String fence(String text, int from, int to) {
        int last = to;
        while (last > from && text.charAt(last - 1) == ' ') last--;
        for (int at = from; at < last; at++) {
            if (text.charAt(at) != '-') return "";
        }
        return last - from >= 4 ? text.substring(from, last) : "";
    }
}
