package dev.spindle.mcp;

import dev.spindle.json.Json;
import java.util.List;
import java.util.Optional;

/** What a server has besides tools: resources, prompts, and completions of their arguments. All as the protocol has them. Thread-safe. */
public interface McpLibrary {
    /** Nothing. */
    McpLibrary EMPTY = new McpLibrary() {};

    /** The resources: objects with {@code uri} and {@code name}. */
    default List<Json> resources() {
        return List.of();
    }

    /** The templates of resources: objects with {@code uriTemplate} and {@code name}. */
    default List<Json> templates() {
        return List.of();
    }

    /** The contents at an address: objects with {@code uri} and {@code text} or {@code blob}; empty if there is nothing. */
    default List<Json> read(String uri) {
        return List.of();
    }

    /** The prompts: objects with {@code name} and {@code arguments}. */
    default List<Json> prompts() {
        return List.of();
    }

    /** A prompt filled in: an object with {@code messages}; empty if there is none of that name. */
    default Optional<Json> findPrompt(String name, Json arguments, McpCaller caller) {
        return Optional.empty();
    }

    /**
     * What an argument may be, at most 100 values.
     *
     * @param of the prompt or template, as the protocol refers to it
     * @param argument its name
     * @param begun what is typed already
     */
    default List<String> complete(Json of, String argument, String begun) {
        return List.of();
    }
}
