package dev.spindle.tools.json;

import dev.spindle.json.Json;
import dev.spindle.json.JsonException;
import dev.spindle.tool.Param;
import dev.spindle.tool.Tool;
import dev.spindle.tool.ToolResult;
import dev.spindle.tools.files.ConfinedFolder;
import dev.spindle.tools.files.UnreadableFileException;
import dev.spindle.tools.text.QuotedText;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A tool that asks a JSON document for what it holds: {@code query_json}, by a JSONPath.
 *
 * <p>Paths, wildcards, slices, {@code ..} and filters that compare are understood; regular expressions and functions that could cost more
 * than a walk through the document are refused. Thread-safe.
 */
public final class JsonTools {
    private static final int MAX_TEXT = 1 << 20;
    private static final int MAX_MESSAGE = 400;
    private static final String QUERY =
            "A JSONPath, such as '$.store.book[?(@.price < 10)].title', '$..author' or '$.items.length()'";

    private final @Nullable ConfinedFolder folder;
    private final JsonPolicy policy;

    /** A tool for texts that a model gives, with the default policy. */
    public JsonTools() {
        this(null, JsonPolicy.DEFAULT);
    }

    /**
     * A tool for texts and files.
     *
     * @param folder whose files may be asked; null for none
     */
    public JsonTools(@Nullable ConfinedFolder folder, JsonPolicy policy) {
        this.folder = folder;
        this.policy = policy;
    }

    /** Asks a document for what a path leads to. */
    @Tool(
            name = "query_json",
            value = "Returns what a JSONPath finds in a JSON file, or in a JSON text; each result on its own line.",
            effect = Tool.Effect.READ,
            untrusted = true)
    public ToolResult queryJson(
            @Param(QUERY) String query,
            @Param("The path of a JSON file; instead of text") @Nullable String file,
            @Param("The JSON itself; instead of file") @Nullable String text)
            throws InterruptedException {
        try {
            JsonQuery parsed = JsonQuery.of(query, policy);
            return ToolResult.text(parsed.in(Json.parse(document(file, text))));
        } catch (RefusedQueryException refused) {
            if (Thread.interrupted()) throw new InterruptedException("asking a document was stopped");
            return ToolResult.failed(refused.explanation());
        } catch (UnreadableFileException refused) {
            if (Thread.interrupted()) throw new InterruptedException("reading a document was stopped");
            return ToolResult.failed(refused.explanation());
        } catch (JsonException malformed) {
            return ToolResult.failed(
                    "The document is no JSON: " + QuotedText.line(String.valueOf(malformed.getMessage()), MAX_MESSAGE));
        }
    }

    private String document(@Nullable String file, @Nullable String text) {
        if ((file == null) == (text == null)) {
            throw new RefusedQueryException("Give either file or text, not both or neither.");
        }
        if (file != null && folder == null) {
            throw new RefusedQueryException("No files can be asked here. Give the JSON itself as text.");
        }
        if (file != null) return decoded(Objects.requireNonNull(folder).readBytes(file));
        String given = Objects.requireNonNull(text);
        if (given.length() > MAX_TEXT) {
            throw new RefusedQueryException("The text is longer than " + MAX_TEXT + " characters. Ask a file.");
        }
        return given;
    }

    private static String decoded(byte[] bytes) {
        String text = new String(bytes, StandardCharsets.UTF_8);
        return text.startsWith("\uFEFF") ? text.substring(1) : text;
    }
}
