package dev.spindle.model.openai;

import dev.spindle.json.Json;
import dev.spindle.message.AssistantMessage;
import dev.spindle.message.Part;
import dev.spindle.message.ToolCall;
import dev.spindle.message.ToolMessage;
import dev.spindle.message.UserMessage;
import java.util.List;
import java.util.Set;
import tools.jackson.core.JsonGenerator;

/** Writes single messages as their server takes them. */
final class MessageWriter {
    /** Under this name malformed arguments go back, since servers refuse what is no object. */
    static final String MALFORMED = "_malformed";

    private static final Set<String> OWN_FIELDS = Set.of("role", "content", "refusal", "tool_calls");
    private static final Set<String> OWN_CALL_FIELDS = Set.of("id", "type", "function", "index");
    private static final String SEE_BELOW = "(see the attachment below)";

    private final Dialect dialect;

    MessageWriter(Dialect dialect) {
        this.dialect = dialect;
    }

    byte[] system(String text) {
        String role = dialect.has(Dialect.Feature.DEVELOPER_ROLE) ? "developer" : "system";
        return Tokens.bytes(out -> {
            out.writeStartObject();
            out.writeStringProperty("role", role);
            out.writeStringProperty("content", text);
            out.writeEndObject();
        });
    }

    byte[] user(UserMessage message) {
        return Tokens.bytes(out -> {
            out.writeStartObject();
            out.writeStringProperty("role", "user");
            out.writeName("content");
            writeContent(message.parts(), out);
            out.writeEndObject();
        });
    }

    /** A message of what tools returned besides text, which may not be in their own messages. */
    byte[] attachments(List<ToolMessage> answers, List<String> ids) {
        return Tokens.bytes(out -> {
            out.writeStartObject();
            out.writeStringProperty("role", "user");
            out.writeArrayPropertyStart("content");
            for (int at = 0; at < answers.size(); at++) {
                writePart(
                        new Part.Text(
                                "Attached to the result of " + answers.get(at).name() + " (" + ids.get(at) + "):"),
                        out);
                for (Part part : answers.get(at).parts()) {
                    if (!(part instanceof Part.Text)) writePart(part, out);
                }
            }
            out.writeEndArray();
            out.writeEndObject();
        });
    }

    byte[] tool(ToolMessage message, String id) {
        boolean onlyAttached = message.text().isEmpty() && hasAttachments(message);
        return Tokens.bytes(out -> {
            out.writeStartObject();
            out.writeStringProperty("role", "tool");
            out.writeStringProperty("tool_call_id", id);
            out.writeStringProperty("content", onlyAttached ? SEE_BELOW : message.text());
            out.writeEndObject();
        });
    }

    static boolean hasAttachments(ToolMessage message) {
        for (Part part : message.parts()) {
            if (!(part instanceof Part.Text)) return true;
        }
        return false;
    }

    byte[] assistant(AssistantMessage message) {
        boolean ofThisServer = message.origin().isEmpty() || message.origin().equals(dialect.name());
        return Tokens.bytes(out -> {
            out.writeStartObject();
            out.writeStringProperty("role", "assistant");
            if (message.text().isEmpty() && !message.toolCalls().isEmpty()) out.writeNullProperty("content");
            else out.writeStringProperty("content", message.text());
            if (message.refusal() != null) out.writeStringProperty("refusal", message.refusal());
            if (ofThisServer) writeWhatOnlyItsServerTakes(message, out);
            if (!message.toolCalls().isEmpty()) writeCalls(message.toolCalls(), ofThisServer, out);
            out.writeEndObject();
        });
    }

    private void writeWhatOnlyItsServerTakes(AssistantMessage message, JsonGenerator out) {
        boolean reasoningIsExtra = message.extra().find("reasoning_content").isPresent()
                || message.extra().find("reasoning").isPresent();
        if (message.reasoning() != null
                && !reasoningIsExtra
                && !dialect.reasoningField().isEmpty()) {
            out.writeStringProperty(dialect.reasoningField(), message.reasoning());
        }
        if (dialect.has(Dialect.Feature.UNKNOWN_FIELDS)) writeFields(message.extra(), OWN_FIELDS, out);
    }

    private void writeCalls(List<ToolCall> calls, boolean ofThisServer, JsonGenerator out) {
        List<String> ids = WireIds.of(calls, dialect.callIds());
        out.writeArrayPropertyStart("tool_calls");
        for (int at = 0; at < calls.size(); at++) {
            ToolCall call = calls.get(at);
            out.writeStartObject();
            out.writeStringProperty("id", ids.get(at));
            out.writeStringProperty("type", "function");
            out.writeObjectPropertyStart("function");
            out.writeStringProperty("name", call.name());
            out.writeStringProperty("arguments", arguments(call.arguments()));
            out.writeEndObject();
            boolean extra = ofThisServer && dialect.has(Dialect.Feature.UNKNOWN_FIELDS);
            if (extra) writeFields(call.extra(), OWN_CALL_FIELDS, out);
            out.writeEndObject();
        }
        out.writeEndArray();
    }

    private static String arguments(String text) {
        if (Tokens.isObject(text)) return text;
        return Tokens.text(out -> {
            out.writeStartObject();
            out.writeStringProperty(MALFORMED, text);
            out.writeEndObject();
        });
    }

    private static void writeFields(Json fields, Set<String> except, JsonGenerator out) {
        for (String name : fields.names()) {
            if (except.contains(name)) continue;
            out.writeName(name);
            out.writeRawValue(fields.get(name).text());
        }
    }

    private static void writeContent(List<Part> parts, JsonGenerator out) {
        if (parts.isEmpty()) {
            out.writeString("");
        } else if (parts.size() == 1 && parts.get(0) instanceof Part.Text only) {
            out.writeString(only.text());
        } else {
            out.writeStartArray();
            parts.forEach(part -> writePart(part, out));
            out.writeEndArray();
        }
    }

    private static void writePart(Part part, JsonGenerator out) {
        if (part instanceof Part.Other other) {
            out.writeRawValue(other.json().text());
            return;
        }
        out.writeStartObject();
        if (part instanceof Part.Text text) {
            out.writeStringProperty("type", "text");
            out.writeStringProperty("text", text.text());
        } else if (part instanceof Part.Image image) {
            out.writeStringProperty("type", "image_url");
            out.writeObjectPropertyStart("image_url");
            out.writeStringProperty("url", image.url());
            if (!image.detail().isEmpty()) out.writeStringProperty("detail", image.detail());
            out.writeEndObject();
        } else if (part instanceof Part.Audio audio) {
            out.writeStringProperty("type", "input_audio");
            out.writeObjectPropertyStart("input_audio");
            out.writeStringProperty("data", audio.base64());
            out.writeStringProperty("format", audio.format());
            out.writeEndObject();
        } else if (part instanceof Part.File file) {
            out.writeStringProperty("type", "file");
            out.writeObjectPropertyStart("file");
            out.writeStringProperty("filename", file.name());
            out.writeStringProperty("file_data", file.url());
            out.writeEndObject();
        }
        out.writeEndObject();
    }
}
