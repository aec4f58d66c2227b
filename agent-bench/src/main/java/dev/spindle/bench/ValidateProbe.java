package dev.spindle.bench;

import dev.spindle.json.Json;
import dev.spindle.json.SchemaValidator;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * Checks values by JSON Schemas.
 *
 * <p>{@code remotes} is the folder of the documents that schemas refer to, or an object of them by their path.
 */
final class ValidateProbe implements Answerer {
    /** Where schemas think that the remote documents are. */
    private static final String ADDRESS = "http://localhost:1234/";

    @Override
    public Map<String, Json> answer(Json question) {
        boolean asserted =
                question.find("formatAssertion").map(Json.of(true)::equals).orElse(false);
        SchemaValidator annotating = SchemaValidator.of(question.get("schema")).references(remotes(question));
        SchemaValidator validator = asserted ? annotating.assertFormats() : annotating;
        boolean valid = validator.check(question.get("instance")).isEmpty();
        return Map.of("valid", Json.of(valid));
    }

    private static Function<String, Optional<Json>> remotes(Json question) {
        Json given = question.find("remotes").orElse(Json.NULL);
        return uri -> {
            if (!uri.startsWith(ADDRESS)) return Optional.empty();
            String path = uri.substring(ADDRESS.length());
            return given.isString() ? findFile(Path.of(given.string()), path) : given.find(path);
        };
    }

    private static Optional<Json> findFile(Path folder, String path) {
        Path file = folder.resolve(path).normalize();
        if (!file.startsWith(folder.normalize()) || !Files.isRegularFile(file)) return Optional.empty();
        try {
            return Optional.of(Json.parse(Files.readString(file)));
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }
}
