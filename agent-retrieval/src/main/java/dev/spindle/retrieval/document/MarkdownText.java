package dev.spindle.retrieval.document;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.commonmark.ext.gfm.tables.TableBlock;
import org.commonmark.ext.gfm.tables.TablesExtension;
import org.commonmark.node.FencedCodeBlock;
import org.commonmark.node.Heading;
import org.commonmark.node.HtmlBlock;
import org.commonmark.node.IndentedCodeBlock;
import org.commonmark.node.Node;
import org.commonmark.node.Paragraph;
import org.commonmark.node.SourceSpan;
import org.commonmark.parser.IncludeSourceSpans;
import org.commonmark.parser.Parser;

/** Reads Markdown: CommonMark with tables and front matter. Its text is the source, of which only the blocks are parsed. */
final class MarkdownText {
    private static final int MAX_FRONT_MATTER = 20_000;
    private static final int MAX_FIELDS = 100;
    private static final int MAX_NESTING = 100;
    private static final int MOST_FILLED = 100_000;
    private static final Parser PARSER = Parser.builder()
            .extensions(List.of(TablesExtension.create()))
            .includeSourceSpans(IncludeSourceSpans.BLOCKS)
            // Emphasis and links do not matter for where to cut.
            .inlineParserFactory(context -> (lines, node) -> {})
            .build();

    private MarkdownText() {}

    static SourceDocument read(String path, String text) {
        Map<String, String> metadata = new LinkedHashMap<>();
        int body = readFrontMatter(text, metadata);
        List<Block> blocks = nestsTooDeep(text) || isFilledUp(text)
                ? PlainText.blocks(text.substring(body), false, false)
                : blocks(text.substring(body));
        List<Block> placed = blocks.stream()
                .map(block -> new Block(block.kind(), block.level(), block.start() + body, block.end() + body))
                .toList();
        return new SourceDocument(path, title(text, placed, metadata), metadata, text, placed, null);
    }

    private static String title(String text, List<Block> blocks, Map<String, String> metadata) {
        String named = metadata.getOrDefault("title", "");
        if (!named.isEmpty()) return named;
        HeadingPath path = new HeadingPath();
        blocks.stream()
                .filter(block -> block.kind() == Block.Kind.HEADING)
                .findFirst()
                .ifPresent(first -> path.push(1, text.substring(first.start(), first.end())));
        return String.join("", path.names());
    }

    private static List<Block> blocks(String text) {
        List<Block> blocks = new ArrayList<>();
        Deque<Node> open = new ArrayDeque<>();
        open.push(PARSER.parse(text));
        while (!open.isEmpty()) {
            Node node = open.pop();
            if (isLeaf(node)) add(node, text, blocks);
            else children(node).forEach(open::push);
        }
        return blocks;
    }

    /** The last first, for a stack. */
    private static List<Node> children(Node node) {
        List<Node> children = new ArrayList<>();
        for (Node child = node.getLastChild(); child != null; child = child.getPrevious()) children.add(child);
        return children;
    }

    private static boolean isLeaf(Node node) {
        return node instanceof Heading
                || node instanceof Paragraph
                || node instanceof FencedCodeBlock
                || node instanceof IndentedCodeBlock
                || node instanceof HtmlBlock
                || node instanceof TableBlock;
    }

    private static void add(Node node, String text, List<Block> blocks) {
        List<SourceSpan> spans = node.getSourceSpans();
        if (spans.isEmpty()) return;
        SourceSpan last = spans.get(spans.size() - 1);
        int start = startOfLine(text, spans.get(0).getInputIndex());
        int end = Math.min(text.length(), last.getInputIndex() + last.getLength());
        if (node instanceof Heading heading) blocks.add(Block.heading(heading.getLevel(), start, end));
        else if (node instanceof Paragraph) blocks.add(Block.prose(start, end));
        else blocks.add(Block.lines(start, end));
    }

    private static int startOfLine(String text, int place) {
        int at = place;
        while (at > 0 && text.charAt(at - 1) != '\n' && text.charAt(at - 1) != '\r') at--;
        return at;
    }

    /** Quotes in quotes and lists in lists by the thousand are an attack; the parser would keep an object for each. */
    private static boolean nestsTooDeep(String text) {
        int depth = 0;
        boolean atStart = true;
        for (int at = 0; at < text.length(); at++) {
            char c = text.charAt(at);
            if (c == '\n' || c == '\r') {
                atStart = true;
                depth = 0;
            } else if (atStart && (c == '>' || c == '-' || c == '+' || c == '*' || c == '.' || c == ')')) {
                if (++depth > MAX_NESTING && !isRun(text, at)) return true;
            } else if (c != ' ' && c != '\t' && !Character.isDigit(c)) {
                atStart = false;
            }
        }
        return false;
    }

    /** Whether a table may have many more cells than are written: the parser fills each of its rows up to the width of its head. */
    private static boolean isFilledUp(String text) {
        long cells = 0;
        int columns = 0;
        int at = 0;
        while (at < text.length()) {
            int newline = text.indexOf('\n', at);
            int end = newline < 0 ? text.length() : newline;
            int width = widthOfRule(text, at, end);
            if (width > 0) columns = width;
            else if (end - at <= 1) columns = 0;
            cells += columns;
            if (cells > text.length() + (long) MOST_FILLED) return true;
            at = end + 1;
        }
        return false;
    }

    /** How many columns the line below a table's head makes; 0 if it is another line. */
    private static int widthOfRule(String text, int from, int to) {
        int columns = 1;
        for (int at = from; at < to; at++) {
            char c = text.charAt(at);
            if (c == '|') columns++;
            else if ("-: \t\r>".indexOf(c) < 0) return 0;
        }
        return columns > 1 ? columns : 0;
    }

    /** Part of a rule such as a line of hyphens, which nests nothing. */
    private static boolean isRun(String text, int at) {
        char c = text.charAt(at);
        return c != '>' && text.charAt(at - 1) == c;
    }

    /** Reads what stands between two lines of three hyphens at the start; where the text goes on. */
    private static int readFrontMatter(String text, Map<String, String> metadata) {
        if (!text.startsWith("---\n") && !text.startsWith("---\r\n")) return 0;
        int at = text.indexOf('\n') + 1;
        while (at < Math.min(text.length(), MAX_FRONT_MATTER)) {
            int newline = text.indexOf('\n', at);
            int end = newline < 0 ? text.length() : newline;
            String line = text.substring(at, end).stripTrailing();
            at = newline < 0 ? text.length() : newline + 1;
            if (line.equals("---") || line.equals("...")) return at;
            readField(line, metadata);
        }
        metadata.clear();
        return 0;
    }

    private static void readField(String line, Map<String, String> metadata) {
        int colon = line.indexOf(':');
        if (colon <= 0 || !Character.isLetter(line.charAt(0)) || metadata.size() >= MAX_FIELDS) return;
        String value = line.substring(colon + 1).strip();
        boolean quoted = value.length() >= 2
                && (value.charAt(0) == '"' || value.charAt(0) == '\'')
                && value.charAt(value.length() - 1) == value.charAt(0);
        if (quoted) value = value.substring(1, value.length() - 1);
        if (!value.isEmpty()) metadata.put(line.substring(0, colon).strip().toLowerCase(Locale.ROOT), value);
    }
}
