package dev.spindle.tools.documents;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * The text of an HTML page, line for line: tags, comments, scripts and styles are gone, headings start with {@code #} marks.
 *
 * <p>Every line stays on its number. This is no HTML parser: it needs one look at each character, and a page that is no HTML at
 * all gives strange text and nothing worse. Used once, by one thread.
 */
final class HtmlText {
    private static final Map<String, String> ENTITIES =
            Map.of("amp", "&", "lt", "<", "gt", ">", "quot", "\"", "apos", "'", "#39", "'", "nbsp", " ");
    private static final int MAX_NAME = 12;

    private final StringBuilder tag = new StringBuilder();
    private boolean inTag;
    private String unseenUntil = "";

    private HtmlText() {}

    /** Whether a file is HTML, by its name. */
    static boolean isHtml(String path) {
        String name = path.toLowerCase(Locale.ROOT);
        return name.endsWith(".html") || name.endsWith(".htm");
    }

    /** The text of each line. */
    static List<String> of(List<String> lines) {
        HtmlText html = new HtmlText();
        List<String> text = new ArrayList<>(lines.size());
        lines.forEach(line -> text.add(html.read(line)));
        return text;
    }

    private String read(String line) {
        StringBuilder text = new StringBuilder();
        int at = 0;
        while (at < line.length()) {
            if (!unseenUntil.isEmpty()) at = skip(line, at);
            else if (inTag) at = readTag(line, at, text);
            else at = readText(line, at, text);
        }
        // A tag may go on in the next line, where its next word starts.
        if (inTag) remember(' ');
        return text.toString().strip();
    }

    private int skip(String line, int from) {
        for (int at = from; at < line.length(); at++) {
            if (line.regionMatches(true, at, unseenUntil, 0, unseenUntil.length())) {
                int end = at + unseenUntil.length();
                inTag = unseenUntil.startsWith("</");
                tag.setLength(0);
                unseenUntil = "";
                return end;
            }
        }
        return line.length();
    }

    private int readText(String line, int at, StringBuilder text) {
        char c = line.charAt(at);
        if (line.startsWith("<!--", at)) {
            unseenUntil = "-->";
            return at + 4;
        }
        if (c == '<' && at + 1 < line.length() && startsTag(line.charAt(at + 1))) {
            inTag = true;
            tag.setLength(0);
            return at + 1;
        }
        return c == '&' ? readEntity(line, at, text) : append(text, c, at);
    }

    private static boolean startsTag(char c) {
        return c == '/' || c == '!' || c == '?' || Character.isLetter(c);
    }

    private int readTag(String line, int at, StringBuilder text) {
        char c = line.charAt(at);
        if (c != '>') {
            remember(c);
            return at + 1;
        }
        inTag = false;
        String name = tag.toString().strip().split("[\\s/]", 2)[0].toLowerCase(Locale.ROOT);
        if (name.equals("script") || name.equals("style")) unseenUntil = "</" + name;
        text.append(' ');
        boolean heading = name.length() == 2 && name.charAt(0) == 'h' && name.charAt(1) >= '1' && name.charAt(1) <= '6';
        if (heading) text.append("#".repeat(name.charAt(1) - '0')).append(' ');
        return at + 1;
    }

    private void remember(char c) {
        if (tag.length() < MAX_NAME) tag.append(c);
    }

    private static int readEntity(String line, int at, StringBuilder text) {
        String near = line.substring(at + 1, Math.min(line.length(), at + MAX_NAME));
        int length = near.indexOf(';');
        String meant = length < 0 ? null : ENTITIES.get(near.substring(0, length));
        if (meant == null) return append(text, '&', at);
        text.append(meant);
        return at + length + 2;
    }

    private static int append(StringBuilder text, char c, int at) {
        text.append(c);
        return at + 1;
    }
}
