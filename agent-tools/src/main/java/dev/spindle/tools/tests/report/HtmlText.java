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
        String seen = SeenText.of(text);
        for (int i = 0; i < seen.length(); i++) html.append(escaped(seen.charAt(i)));
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
            default -> String.valueOf(c);
        };
    }

    @Override
    public String toString() {
        return html.toString();
    }
}
