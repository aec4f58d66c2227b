package dev.spindle.tools.http;

import java.util.Set;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.jsoup.nodes.Node;
import org.jsoup.nodes.TextNode;
import org.jsoup.select.NodeTraversor;
import org.jsoup.select.NodeVisitor;

/** A page as readable Markdown: headings, lists, links, code; without scripts, styles and what is hidden. Used once. */
final class HtmlMarkdown implements NodeVisitor {
    private static final Set<String> BLOCKS = Set.of(
            "p",
            "div",
            "section",
            "article",
            "main",
            "header",
            "footer",
            "ul",
            "ol",
            "table",
            "blockquote",
            "pre",
            "form",
            "figure",
            "h1",
            "h2",
            "h3",
            "h4",
            "h5",
            "h6",
            "dl",
            "hr",
            "nav",
            "aside",
            "address",
            "details",
            "fieldset");
    private static final String DROPPED =
            "script,style,noscript,template,svg,iframe,object,embed,canvas,head > *:not(title),[hidden]";
    private static final int MAX_ADDRESS = 500;

    private final StringBuilder text = new StringBuilder();
    private int verbatim;

    private HtmlMarkdown() {}

    static String of(String html, String address) {
        Document page = Jsoup.parse(html, address);
        page.select(DROPPED).remove();
        HtmlMarkdown markdown = new HtmlMarkdown();
        String title = page.title();
        NodeTraversor.traverse(markdown, page.body());
        String body = markdown.text.toString().strip();
        return title.isBlank() ? body : title.strip() + "\n\n" + body;
    }

    @Override
    public void head(Node node, int depth) {
        if (node instanceof TextNode words) write(verbatim > 0 ? words.getWholeText() : words.text());
        if (!(node instanceof Element element)) return;
        String name = element.normalName();
        if (BLOCKS.contains(name)) paragraph();
        switch (name) {
            case "h1", "h2", "h3", "h4", "h5", "h6" ->
                text.append("#".repeat(name.charAt(1) - '0')).append(' ');
            case "li", "dt", "dd" -> line("- ");
            case "tr" -> line("| ");
            case "br" -> line("");
            case "pre" -> {
                verbatim++;
                text.append("```\n");
            }
            case "code" -> tick();
            case "a" -> text.append(isLink(element) ? "[" : "");
            case "img" -> write(element.attr("alt"));
            default -> {}
        }
    }

    @Override
    public void tail(Node node, int depth) {
        if (!(node instanceof Element element)) return;
        switch (element.normalName()) {
            case "td", "th" -> text.append(" | ");
            case "pre" -> {
                verbatim--;
                line("```");
            }
            case "code" -> tick();
            case "a" -> text.append(isLink(element) ? "](" + element.absUrl("href") + ")" : "");
            default -> {}
        }
        if (BLOCKS.contains(element.normalName())) paragraph();
    }

    private static boolean isLink(Element element) {
        String href = element.absUrl("href");
        return href.startsWith("http") && href.length() < MAX_ADDRESS && element.hasText();
    }

    private void tick() {
        if (verbatim == 0) text.append('`');
    }

    private void write(String words) {
        boolean fresh = text.isEmpty() || text.charAt(text.length() - 1) == '\n';
        text.append(fresh && verbatim == 0 ? words.stripLeading() : words);
    }

    private void line(String start) {
        if (!text.isEmpty() && text.charAt(text.length() - 1) != '\n') text.append('\n');
        text.append(start);
    }

    private void paragraph() {
        if (text.isEmpty()) return;
        while (text.length() < 2 || text.charAt(text.length() - 2) != '\n' || text.charAt(text.length() - 1) != '\n') {
            text.append('\n');
        }
    }
}
