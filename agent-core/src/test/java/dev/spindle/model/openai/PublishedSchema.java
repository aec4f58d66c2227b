package dev.spindle.model.openai;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.spindle.json.Json;
import dev.spindle.json.SchemaValidator;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** The published schema of requests, where a corpus is at hand. */
final class PublishedSchema {
    private static final Optional<SchemaValidator> SCHEMA = load();

    private PublishedSchema() {}

    static Optional<SchemaValidator> find() {
        return SCHEMA;
    }

    /** A request that must fit, unless it holds parts that only other servers know. */
    static Json checked(Json request) {
        boolean foreign = request.text().contains("document_url");
        SCHEMA.filter(schema -> !foreign).ifPresent(schema -> assertEquals(List.of(), schema.check(request)));
        return request;
    }

    private static Optional<SchemaValidator> load() {
        String corpus = System.getProperty("spindle.corpus", "");
        if (corpus.isEmpty()) {
            System.out.println("Requests are not checked by the published schema: spindle.corpus names no folder");
            return Optional.empty();
        }
        try {
            String text = Files.readString(Path.of(corpus, "openai-schema", "chat-completions.schema.json"));
            Json root = Json.of("#/$defs/CreateChatCompletionRequest");
            return Optional.of(SchemaValidator.of(Json.parse(text).with("/$ref", root)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
