package dev.spindle.model.openai;

import dev.spindle.json.Json;
import dev.spindle.message.AssistantMessage;
import dev.spindle.message.Message;
import dev.spindle.message.Part;
import dev.spindle.message.SystemMessage;
import dev.spindle.message.ToolCall;
import dev.spindle.message.ToolMessage;
import dev.spindle.message.ToolMessage.Outcome;
import dev.spindle.message.UserMessage;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads the messages of one request, in order; the reverse of {@link MessageWriter}. */
final class MessageReader {
    private static final Set<String> ASSISTANT_FIELDS = Set.of("role", "content", "refusal", "tool_calls");
    private static final Set<String> FUNCTION_CALL_FIELDS = Set.of("id", "type", "function");
    private static final Set<String> CALL_FIELDS = Set.of("id", "function", StreamedCall.CUSTOM);

    private final Map<String, String> names = new HashMap<>(); // of the latest call with an id

    /** Reads the next message. */
    Message read(Json message) {
        String role = message.get("role").string();
        return switch (role) {
            case "system", "developer" -> new SystemMessage(Part.textOf(parts(message)));
            case "user" -> new UserMessage(parts(message));
            case "assistant" -> assistant(message);
            case "tool" -> tool(message);
            default ->
                throw RequestCheck.rejected(
                        "messages",
                        "has the role '" + role + "'; it may be system, developer, user, assistant or tool");
        };
    }

    private Message assistant(Json message) {
        List<ToolCall> calls = new ArrayList<>();
        for (Json call : message.find("tool_calls").orElse(Json.NULL).items())
            if (call.isObject()) calls.add(call(call));
        // Backwards, so that of several calls with one id the first of the message is meant.
        for (int at = calls.size() - 1; at >= 0; at--)
            names.put(calls.get(at).id(), calls.get(at).name());
        String reasoning = findText(message, "reasoning_content")
                .or(() -> findText(message, "reasoning"))
                .orElse(null);
        String refusal = findText(message, "refusal").orElse(null);
        String text = assistantText(message);
        return new AssistantMessage(text, reasoning, refusal, calls, "", others(message, ASSISTANT_FIELDS));
    }

    private static String assistantText(Json message) {
        StringBuilder text = new StringBuilder();
        for (Part part : parts(message)) {
            if (part instanceof Part.Text piece) text.append(piece.text());
        }
        return text.toString();
    }

    private static ToolCall call(Json call) {
        Optional<Json> custom = call.find(StreamedCall.CUSTOM)
                .filter(given -> !findText(given, "name").orElse("").isEmpty());
        if (custom.isPresent()) {
            String input = findText(custom.get(), "input").orElse("");
            return new ToolCall(
                    findText(call, "id").orElse(""),
                    findText(custom.get(), "name").orElse(""),
                    input,
                    others(call, CALL_FIELDS));
        }
        Json function = call.find("function").orElse(Json.EMPTY_OBJECT);
        String arguments = function.find("arguments")
                .filter(given -> !given.isNull())
                .map(given -> given.isString() ? given.string() : given.text())
                .orElse("{}");
        return new ToolCall(
                findText(call, "id").orElse(""),
                findText(function, "name").orElse(""),
                arguments,
                others(call, FUNCTION_CALL_FIELDS));
    }

    private Message tool(Json message) {
        String id = findText(message, "tool_call_id").orElse("");
        return new ToolMessage(id, names.getOrDefault(id, ""), Outcome.OK, parts(message));
    }

    private static List<Part> parts(Json message) {
        Json content = message.find("content").orElse(Json.NULL);
        if (content.isString()) return List.of(new Part.Text(content.string()));
        if (content.isNull() || content.equals(Json.EMPTY_OBJECT)) return List.of();
        if (content.isObject()) return List.of(part(content)); // without the list around it
        if (!content.isArray()) return List.of(new Part.Text(content.text()));
        List<Part> parts = new ArrayList<>();
        for (Json item : content.items()) {
            if (item.isString()) parts.add(new Part.Text(item.string()));
            else if (!item.isNull()) parts.add(part(item));
        }
        return parts;
    }

    /** A typed part where it holds everything that was sent, else the part as it is. */
    private static Part part(Json item) {
        Part typed = typed(item, findText(item, "type").orElse(""));
        return typed == null ? new Part.Other(item) : typed;
    }

    private static @Nullable Part typed(Json item, String type) {
        Json value = item.find(type).orElse(Json.NULL);
        if (type.equals("text") && hasOnly(item, "type", "text") && value.isString())
            return new Part.Text(value.string());
        if (!hasOnly(item, "type", type) || !value.isObject()) return null;
        return switch (type) {
            case "image_url" ->
                hasOnly(value, "url", "detail") ? new Part.Image(text(value, "url"), text(value, "detail")) : null;
            case "input_audio" ->
                hasOnly(value, "data", "format") ? new Part.Audio(text(value, "data"), text(value, "format")) : null;
            case "file" ->
                hasOnly(value, "filename", "file_data") && value.names().size() == 2
                        ? new Part.File(text(value, "filename"), text(value, "file_data"))
                        : null;
            default -> null;
        };
    }

    private static boolean hasOnly(Json object, String... fields) {
        return Set.of(fields).containsAll(object.names());
    }

    private static String text(Json object, String field) {
        return findText(object, field).orElse("");
    }

    private static Optional<String> findText(Json object, String field) {
        return object.find(field).filter(Json::isString).map(Json::string);
    }

    private static Json others(Json object, Set<String> known) {
        Map<String, Json> others = new LinkedHashMap<>();
        for (String name : object.names()) {
            Json value = object.get(name);
            if (!known.contains(name) && !value.isNull()) others.put(name, value);
        }
        return Json.object(others);
    }
}
