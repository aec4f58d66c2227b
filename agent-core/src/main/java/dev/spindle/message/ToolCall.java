package dev.spindle.message;

import dev.spindle.json.Json;

/**
 * A call that the model wants made.
 *
 * @param id the provider's id, for the wire alone: real servers leave it out, or send "0" twice. {@link CallId} is the identity
 * @param name the tool, as the model wrote it
 * @param arguments the JSON text exactly as the model wrote it, which may be anything
 * @param extra an object of the fields that Spindle does not know, sent back verbatim to the same origin
 */
public record ToolCall(String id, String name, String arguments, Json extra) {
    /** A call without unknown fields. */
    public static ToolCall of(String id, String name, String arguments) {
        return new ToolCall(id, name, arguments, Json.EMPTY_OBJECT);
    }
}
