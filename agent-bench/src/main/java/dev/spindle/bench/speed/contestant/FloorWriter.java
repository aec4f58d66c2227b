package dev.spindle.bench.speed.contestant;

import java.io.ByteArrayOutputStream;
import java.util.List;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/** Writes the floor's requests. */
final class FloorWriter {
    private static final JsonFactory FACTORY = new JsonFactory();

    private FloorWriter() {}

    static byte[] request(String model, List<FloorMessage> messages, boolean streamed) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(4096);
        try (JsonGenerator out = FACTORY.createGenerator(ObjectWriteContext.empty(), bytes)) {
            out.writeStartObject();
            out.writeStringProperty("model", model);
            out.writeArrayPropertyStart("messages");
            for (FloorMessage message : messages) write(message, out);
            out.writeEndArray();
            out.writeName("tools");
            out.writeRawValue(FloorTools.DEFINITIONS);
            if (streamed) {
                out.writeBooleanProperty("stream", true);
                out.writeObjectPropertyStart("stream_options");
                out.writeBooleanProperty("include_usage", true);
                out.writeEndObject();
            }
            out.writeEndObject();
        }
        return bytes.toByteArray();
    }

    private static void write(FloorMessage message, JsonGenerator out) {
        out.writeStartObject();
        out.writeStringProperty("role", message.role());
        out.writeStringProperty("content", message.content());
        if (message.callId() != null) out.writeStringProperty("tool_call_id", message.callId());
        if (!message.calls().isEmpty()) {
            out.writeArrayPropertyStart("tool_calls");
            for (FloorMessage.Call call : message.calls()) {
                out.writeStartObject();
                out.writeStringProperty("id", call.id());
                out.writeStringProperty("type", "function");
                out.writeObjectPropertyStart("function");
                out.writeStringProperty("name", call.name());
                out.writeStringProperty("arguments", call.arguments());
                out.writeEndObject();
                out.writeEndObject();
            }
            out.writeEndArray();
        }
        out.writeEndObject();
    }
}
