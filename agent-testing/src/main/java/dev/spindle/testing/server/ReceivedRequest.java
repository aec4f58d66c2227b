package dev.spindle.testing.server;

import dev.spindle.json.Json;
import java.util.Map;
import java.util.Optional;

/**
 * A request as it came.
 *
 * @param path the part of the address behind host and port
 * @param headers by their names in lower case
 * @param body as text
 */
public record ReceivedRequest(String path, Map<String, String> headers, String body) {
    /** Copies the headers. */
    public ReceivedRequest {
        headers = Map.copyOf(headers);
    }

    /** A header, its name in lower case. */
    public Optional<String> findHeader(String name) {
        return Optional.ofNullable(headers.get(name));
    }

    /**
     * The body as JSON.
     *
     * @throws dev.spindle.json.JsonException if it is none
     */
    public Json json() {
        return Json.parse(body);
    }

    /** Whether the answer is wanted in pieces. */
    public boolean streaming() {
        return json().find("stream").map(Json.of(true)::equals).orElse(false);
    }
}
