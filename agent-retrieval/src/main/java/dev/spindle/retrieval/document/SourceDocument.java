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
        this.title = title;
        this.metadata = Collections.unmodifiableMap(new LinkedHashMap<>(metadata));
        this.text = text;
        this.blocks = List.copyOf(blocks);
        this.places = places == null ? SourcePlaces.same(text) : places;
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

    /** What it calls itself; empty if it does not. */
    public String title() {
        return title;
    }

    /** What it says of itself beyond its text, such as its front matter: names in lower case, in the document's order. */
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
