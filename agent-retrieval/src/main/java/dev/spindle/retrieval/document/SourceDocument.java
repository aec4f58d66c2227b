package dev.spindle.retrieval.document;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A document as text, with its structure. Immutable.
 *
 * <p>The text of Markdown, plain text and source code is the file's own, character for character. That of HTML, PDF and Office files is
 * what they say without their markup; for HTML, places in it lead back to the file's characters.
 */
public final class SourceDocument {
    /** Each passage keeps it. */
    private static final int MAX_TITLE = 200;

    private static final int MAX_NAME = 100;
    private static final int MAX_VALUE = 1_000;

    private final String path;
    private final String title;
    private final Map<String, String> metadata;
    private final String text;
    private final List<Block> blocks;
    private final SourcePlaces places;

    SourceDocument(
            String path,
            String title,
            Map<String, String> metadata,
            String text,
            List<Block> blocks,
            @Nullable SourcePlaces places) {
        this.path = Objects.requireNonNull(path, "path");
        this.title = cut(title, MAX_TITLE);
        this.metadata = bounded(metadata);
        this.text = text;
        this.blocks = List.copyOf(blocks);
        this.places = places == null ? SourcePlaces.same(text) : places;
    }

    private static Map<String, String> bounded(Map<String, String> metadata) {
        Map<String, String> bounded = new LinkedHashMap<>();
        metadata.forEach((name, value) -> {
            if (name.length() <= MAX_NAME) bounded.put(name, cut(value, MAX_VALUE));
        });
        return Collections.unmodifiableMap(bounded);
    }

    private static String cut(String text, int most) {
        if (text.length() <= most) return text;
        return text.substring(0, Character.isLowSurrogate(text.charAt(most)) ? most - 1 : most);
    }

    /** A document of plain text that this program holds. */
    public static SourceDocument ofText(String path, String title, String text) {
        return PlainText.read(path, text).titled(title);
    }

    /** A document of Markdown that this program holds; its title is its front matter's, else its first heading. */
    public static SourceDocument ofMarkdown(String path, String markdown) {
        return MarkdownText.read(path, markdown);
    }

    /** The same document under another title. */
    SourceDocument titled(String other) {
        return new SourceDocument(path, other, metadata, text, blocks, places);
    }

    /** What it is known by: of a file, its path relative to the folder, with {@code /} between the names. */
    public String path() {
        return path;
    }

    /** What it calls itself, the first 200 characters of it; empty if it does not. */
    public String title() {
        return title;
    }

    /**
     * What it says of itself beyond its text, such as its front matter: names in lower case, in the document's order, of each value the first
     * 1,000 characters.
     */
    public Map<String, String> metadata() {
        return metadata;
    }

    /** What is read, searched and quoted. */
    public String text() {
        return text;
    }

    List<Block> blocks() {
        return blocks;
    }

    /** Where the characters of the text stand in the file. */
    SourcePlaces places() {
        return places;
    }
}
