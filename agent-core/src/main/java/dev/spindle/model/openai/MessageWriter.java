package dev.spindle.model.openai;

import dev.spindle.json.Json;
import dev.spindle.message.AssistantMessage;
import dev.spindle.message.Part;
import dev.spindle.message.ToolCall;
import dev.spindle.message.ToolMessage;
import dev.spindle.message.UserMessage;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Writes single messages as their server takes them. Thread-safe. */
final class MessageWriter {
    /** Under this name malformed arguments go back, since servers refuse what is no object. */
    static final String MALFORMED = "_malformed";

    private static final Set<String> OWN_FIELDS = Set.of("role", "content", "refusal", "tool_calls");
    private static final Set<String> OWN_CALL_FIELDS = Set.of("id", "type", "function", "custom", "index");
    private static final Json CUSTOM = Json.of(StreamedCall.CUSTOM);
    private static final String SEE_BELOW = "(see the attachment below)";

    private final Dialect dialect;
    private @Nullable JsonText free;

    MessageWriter(Dialect dialect) {
        this.dialect = dialect;
    }

    private byte[] written(Consumer<JsonText> writing) {
        JsonText out = taken();
        writing.accept(out);
        byte[] message = out.taken();
        if (out.isSmall()) giveBack(out);
        return message;
    }

    private synchronized JsonText taken() {
        JsonText found = free;
        free = null;
        return found == null ? new JsonText() : found;
    }

    private synchronized void giveBack(JsonText used) {
        free = used;
    }

    byte[] system(String text) {
        String role = dialect.has(Dialect.Feature.DEVELOPER_ROLE) ? "developer" : "system";
        return written(out -> {
            out.raw("{\"role\":\"").raw(role).raw("\",\"content\":");
            out.string(text).raw("}");
        });
    }

    byte[] user(UserMessage message) {
        return written(out -> {
            out.raw("{\"role\":\"user\",\"content\":");
            writeContent(message.parts(), out);
            out.raw("}");
        });
    }

    /** What tools returned besides text, each under a line that tells whose it is. */
    List<Part> attachments(List<ToolMessage> answers, List<String> ids) {
        if (answers.isEmpty()) return List.of();
        List<Part> parts = new ArrayList<>(0);
        for (int at = 0; at < answers.size(); at++) {
            String name = answers.get(at).name();
            parts.add(new Part.Text("Attached to the result of " + name + " (" + ids.get(at) + "):"));
            for (Part part : answers.get(at).parts()) {
                if (!(part instanceof Part.Text)) parts.add(part);
            }
        }
        return parts;
    }

    /** Between a tool's answer and a message of the user, where a server does not take one right after the other. */
    byte[] between() {
        return assistant(AssistantMessage.of("OK."), List.of());
    }

    byte[] tool(ToolMessage message, String id) {
        String text = message.text();
        boolean onlyAttached = text.isEmpty() && hasAttachments(message);
        return written(out -> {
            out.raw("{\"role\":\"tool\",\"tool_call_id\":").string(id);
            out.raw(",\"content\":").string(onlyAttached ? SEE_BELOW : text).raw("}");
        });
    }

    static boolean hasAttachments(ToolMessage message) {
        List<Part> parts = message.parts();
        for (int at = 0; at < parts.size(); at++) { // of all answers in each request, so no iterator is made
            if (!(parts.get(at) instanceof Part.Text)) return true;
        }
        return false;
    }

    byte[] assistant(AssistantMessage message, List<String> ids) {
        return written(out -> writeAssistant(message, ids, out));
    }

    private void writeAssistant(AssistantMessage message, List<String> ids, JsonText out) {
        boolean ofThisServer = message.origin().isEmpty() || message.origin().equals(dialect.name());
        String text = message.text();
        out.raw("{\"role\":\"assistant\",\"content\":");
        if (text.isEmpty() && !message.toolCalls().isEmpty()) out.raw("null");
        else out.string(text);
        if (message.refusal() != null) out.raw(",\"refusal\":").string(message.refusal());
        if (ofThisServer) writeWhatOnlyItsServerTakes(message, out);
        if (!message.toolCalls().isEmpty()) writeCalls(message.toolCalls(), ids, ofThisServer, out);
        out.raw("}");
    }

    private void writeWhatOnlyItsServerTakes(AssistantMessage message, JsonText out) {
        boolean reasoningIsExtra = message.extra().find("reasoning_content").isPresent()
                || message.extra().find("reasoning").isPresent();
        if (message.reasoning() != null
                && !reasoningIsExtra
                && !dialect.reasoningField().isEmpty()) {
            out.raw(",").string(dialect.reasoningField()).raw(":").string(message.reasoning());
        }
        if (dialect.has(Dialect.Feature.UNKNOWN_FIELDS)) writeFields(message.extra(), OWN_FIELDS, out);
    }

    private void writeCalls(List<ToolCall> calls, List<String> ids, boolean ofThisServer, JsonText out) {
        boolean extra = ofThisServer && dialect.has(Dialect.Feature.UNKNOWN_FIELDS);
        for (int at = 0; at < calls.size(); at++) {
            ToolCall call = calls.get(at);
            out.raw(at == 0 ? ",\"tool_calls\":[{\"id\":" : ",{\"id\":").string(ids.get(at));
            writeCalled(call, out);
            if (extra) writeFields(call.extra(), OWN_CALL_FIELDS, out);
            out.raw("}");
        }
        out.raw("]");
    }

    private static void writeCalled(ToolCall call, JsonText out) {
        if (isCustom(call)) {
            out.raw(",\"type\":\"custom\",\"custom\":{\"name\":").string(call.name());
            out.raw(",\"input\":").string(call.arguments()).raw("}");
        } else {
            out.raw(",\"type\":\"function\",\"function\":{\"name\":").string(call.name());
            out.raw(",\"arguments\":").string(arguments(call.arguments())).raw("}");
        }
    }

    private static boolean isCustom(ToolCall call) {
        return !call.extra().equals(Json.EMPTY_OBJECT)
                && call.extra().find("type").filter(CUSTOM::equals).isPresent();
    }

    private static String arguments(String text) {
        if (ObjectCheck.isObject(text)) return text;
        return Tokens.text(out -> {
            out.writeStartObject();
            out.writeStringProperty(MALFORMED, text);
            out.writeEndObject();
        });
    }

    private static void writeFields(Json fields, Set<String> except, JsonText out) {
        if (fields.equals(Json.EMPTY_OBJECT)) return;
        for (String name : fields.names()) {
            if (except.contains(name)) continue;
            out.raw(",").string(name).raw(":").raw(fields.get(name).text());
        }
    }

    private static void writeContent(List<Part> parts, JsonText out) {
        if (parts.isEmpty()) {
            out.string("");
        } else if (parts.size() == 1 && parts.get(0) instanceof Part.Text only) {
            out.string(only.text());
        } else {
            for (int at = 0; at < parts.size(); at++) writePart(parts.get(at), out.raw(at == 0 ? "[" : ","));
            out.raw("]");
        }
    }

    private static void writePart(Part part, JsonText out) {
        if (part instanceof Part.Other other) {
            out.raw(other.json().text());
        } else if (part instanceof Part.Text text) {
            out.raw("{\"type\":\"text\",\"text\":").string(text.text()).raw("}");
        } else if (part instanceof Part.Image image) {
            out.raw("{\"type\":\"image_url\",\"image_url\":{\"url\":").string(image.url());
            if (!image.detail().isEmpty()) out.raw(",\"detail\":").string(image.detail());
            out.raw("}}");
        } else if (part instanceof Part.Audio audio) {
            out.raw("{\"type\":\"input_audio\",\"input_audio\":{\"data\":").string(audio.base64());
            out.raw(",\"format\":").string(audio.format()).raw("}}");
        } else if (part instanceof Part.File file) {
            out.raw("{\"type\":\"file\",\"file\":{\"filename\":").string(file.name());
            out.raw(",\"file_data\":").string(file.url()).raw("}}");
        }
    }
}
