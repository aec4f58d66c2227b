package dev.spindle.tools.tests.report;

/** HTML as it is written: what is not of this program goes through {@link #text}, and can be nothing but text. */
final class HtmlText {
    private final StringBuilder html = new StringBuilder();

    /** Markup of this program's own. */
    HtmlText raw(String markup) {
        html.append(markup);
        return this;
    }

    /** A text, in an element or in an attribute with quotes around it. */
    HtmlText text(String text) {
        for (int i = 0; i < text.length(); i++) html.append(escaped(text.charAt(i)));
        return this;
    }

    /** An element with a text in it. */
    HtmlText element(String name, String text) {
        return raw("<" + name + ">").text(text).raw("</" + name + ">");
    }

    private static String escaped(char c) {
        return switch (c) {
            case '<' -> "&lt;";
            case '>' -> "&gt;";
            case '&' -> "&amp;";
            case '"' -> "&quot;";
            case '\'' -> "&#39;";
            case '\n', '\t' -> String.valueOf(c);
            default -> isTreacherous(c) ? "\uFFFD" : String.valueOf(c);
        };
    }

    /** What controls a screen, or shows text in another order than it has. */
    private static boolean isTreacherous(char c) {
        return Character.isISOControl(c) || (c >= 0x202A && c <= 0x202E) || (c >= 0x2066 && c <= 0x2069);
    }

    @Override
    public String toString() {
        return html.toString();
    }
}
