package dev.spindle.retrieval.document;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.jsoup.nodes.Node;
import org.jsoup.nodes.TextNode;
import org.jsoup.parser.Parser;
import org.jsoup.select.NodeTraversor;
import org.jsoup.select.NodeVisitor;

/**
 * Reads pages of HTML: what a reader sees, in blocks, each character with its place in the source.
 *
 * <p>Scripts, styles, navigation and what is hidden are left out. Used once, by one thread.
 */
final class HtmlText implements NodeVisitor {
    private static final int MAX_DEPTH = 256;
    private static final int MAX_ENTITY = 34;
    private static final Set<String> UNSEEN = Set.of(
            "script",
            "style",
            "nav",
            "template",
            "noscript",
            "noframes",
            "svg",
            "iframe",
            "head",
            "select",
            "datalist",
            "button",
            "audio",
            "video",
            "canvas",
            "object");
    /** What a page hides by itself, and what its scripts had hidden when a browser saved it. */
    private static final Pattern HIDDEN = Pattern.compile(
            "(^|;)\\s*(display\\s*:\\s*none|visibility\\s*:\\s*(hidden|collapse))\\b", Pattern.CASE_INSENSITIVE);

    private static final int LONGEST_STYLE = 2_000;
    private static final Set<String> INLINE = Set.of(
            "a", "abbr", "b", "bdi", "bdo", "cite", "code", "data", "del", "dfn", "em", "font", "i", "img", "ins",
            "kbd", "label", "mark", "q", "ruby", "rt", "s", "samp", "small", "span", "strong", "sub", "sup", "time",
            "tt", "u", "var", "wbr");

    private final String source;
    private final StringBuilder text = new StringBuilder();
    private final List<Block> blocks = new ArrayList<>();
    private int[] starts = new int[1_024];
    private int[] ends = new int[1_024];
    private int blockStart;
    private int unseen;
    private int preformatted;
    private int heading;

    private HtmlText(String source) {
        this.source = source;
    }

    static SourceDocument read(String path, String source) {
        Parser parser = Parser.htmlParser().setTrackPosition(true).setMaxDepth(MAX_DEPTH);
        Document page = Jsoup.parse(source, "", parser);
        HtmlText reading = new HtmlText(source);
        NodeTraversor.traverse(reading, page);
        reading.finishBlock();
        Map<String, String> metadata = metadata(page);
        SourcePlaces places = SourcePlaces.of(
                Arrays.copyOf(reading.starts, reading.text.length()),
                Arrays.copyOf(reading.ends, reading.text.length()),
                source);
        return new SourceDocument(
                path, page.title().strip(), metadata, reading.text.toString(), reading.blocks, places);
    }

    private static Map<String, String> metadata(Document page) {
        Map<String, String> metadata = new LinkedHashMap<>();
        String language = page.getElementsByTag("html").attr("lang");
        if (!language.isEmpty()) metadata.put("lang", language);
        for (String name : List.of("description", "author", "keywords")) {
            Element meta = page.selectFirst("meta[name=" + name + "]");
            if (meta != null && !meta.attr("content").isBlank())
                metadata.put(name, meta.attr("content").strip());
        }
        return metadata;
    }

    @Override
    public void head(Node node, int depth) {
        if (node instanceof TextNode words) {
            if (unseen == 0) take(words);
        } else if (node instanceof Element element) {
            open(element);
        }
    }

    private void open(Element element) {
        String name = element.normalName();
        if (isUnseen(element)) unseen++;
        if (unseen > 0) return;
        if (name.equals("br")) append('\n', text.length() == 0 ? 0 : ends[text.length() - 1]);
        if (isCell(name) && text.length() > blockStart) separate(" | ");
        if (isInline(name)) return;
        finishBlock();
        if (name.equals("pre")) preformatted++;
        if (isHeading(name)) heading = name.charAt(1) - '0';
    }

    @Override
    public void tail(Node node, int depth) {
        if (!(node instanceof Element element)) return;
        String name = element.normalName();
        if (unseen == 0 && !isInline(name)) {
            finishBlock();
            if (name.equals("pre")) preformatted--;
            if (isHeading(name)) heading = 0;
        }
        if (isUnseen(element)) unseen--;
    }

    private static boolean isUnseen(Element element) {
        String name = element.normalName();
        if (UNSEEN.contains(name) || element.hasAttr("hidden")) return true;
        if (name.equals("dialog") && !element.hasAttr("open")) return true;
        String style = element.attr("style");
        return !style.isEmpty()
                && HIDDEN.matcher(style.substring(0, Math.min(LONGEST_STYLE, style.length())))
                        .find();
    }

    private static boolean isInline(String name) {
        return INLINE.contains(name) || isCell(name) || name.equals("br");
    }

    private static boolean isCell(String name) {
        return name.equals("td") || name.equals("th");
    }

    private static boolean isHeading(String name) {
        return name.length() == 2 && name.charAt(0) == 'h' && name.charAt(1) >= '1' && name.charAt(1) <= '6';
    }

    private void take(TextNode words) {
        int from = words.sourceRange().startPos();
        int to = words.sourceRange().endPos();
        if (from < 0 || to > source.length()) return;
        int at = from;
        while (at < to) {
            int end = endOfEntity(at, to);
            String said = source.substring(at, end);
            if (end > at + 1) said = Parser.unescapeEntities(said, false);
            for (int i = 0; i < said.length(); i++) appendText(said.charAt(i), at, end);
            at = end;
        }
    }

    private int endOfEntity(int at, int to) {
        if (source.charAt(at) != '&') return at + 1;
        int end = at + 1;
        while (end < Math.min(to, at + MAX_ENTITY) && isOfEntity(source.charAt(end))) end++;
        return end < to && source.charAt(end) == ';' && end > at + 1 ? end + 1 : at + 1;
    }

    private static boolean isOfEntity(char c) {
        return c == '#' || (c < 0x80 && Character.isLetterOrDigit(c));
    }

    private void appendText(char c, int from, int to) {
        boolean space = c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\f';
        if (space && preformatted == 0) {
            boolean needed = text.length() > blockStart && !Character.isWhitespace(text.charAt(text.length() - 1));
            if (needed) append(' ', from, to);
        } else {
            append(c, from, to);
        }
    }

    private void separate(String between) {
        int place = ends[text.length() - 1];
        for (int i = 0; i < between.length(); i++) append(between.charAt(i), place);
    }

    private void append(char c, int place) {
        append(c, place, place);
    }

    private void append(char c, int from, int to) {
        int at = text.length();
        if (at == starts.length) {
            starts = Arrays.copyOf(starts, at * 2);
            ends = Arrays.copyOf(ends, at * 2);
        }
        starts[at] = from;
        ends[at] = to;
        text.append(c);
    }

    private void finishBlock() {
        int end = text.length();
        while (end > blockStart && Character.isWhitespace(text.charAt(end - 1))) end--;
        if (end > blockStart) {
            if (heading > 0) blocks.add(Block.heading(heading, blockStart, end));
            else if (preformatted > 0) blocks.add(Block.lines(blockStart, end));
            else blocks.add(Block.prose(blockStart, end));
            text.setLength(end);
            append('\n', ends[end - 1]);
            append('\n', ends[end - 1]);
        } else {
            text.setLength(blockStart);
        }
        blockStart = text.length();
    }
}
