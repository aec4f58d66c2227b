package dev.spindle.model;

import dev.spindle.json.Json;

/**
 * The form that a final answer must have.
 *
 * @param name a short name for it, {@code [a-zA-Z0-9_-]{1,64}}
 * @param schema its JSON Schema
 */
public record OutputSchema(String name, Json schema) {}
