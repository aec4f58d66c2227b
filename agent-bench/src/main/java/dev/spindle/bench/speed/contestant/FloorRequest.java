package dev.spindle.bench.speed.contestant;

import java.io.ByteArrayOutputStream;
import java.util.List;
import okhttp3.MediaType;
import okhttp3.RequestBody;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/** The floor's request of a conversation: one buffer, to which only what is new is written. For one thread. */
final class FloorRequest implements AutoCloseable {
    private static final JsonFactory FACTORY = new JsonFactory();
    private static final MediaType JSON = MediaType.get("application/json");
    private static final byte[] END = {']', '}'};

    private final Bytes bytes = new Bytes();
    private final JsonGenerator out = FACTORY.createGenerator(ObjectWriteContext.empty(), bytes);

    /** Begins a conversation. */
    FloorRequest(String model, boolean streamed) {
        out.writeStartObject();
        out.writeStringProperty("model", model);
        if (streamed) {
            out.writeBooleanProperty("stream", true);
            out.writeObjectPropertyStart("stream_options");
            out.writeBooleanProperty("include_usage", true);
            out.writeEndObject();
        }
        out.writeName("tools");
        out.writeRawValue(FloorTools.DEFINITIONS);
        out.writeArrayPropertyStart("messages");
        add("system", Task.INSTRUCTIONS);
    }

    /** Adds a message of words alone. */
    void add(String role, String content) {
        add(new FloorMessage(role, content, List.of(), null));
    }

    void add(FloorMessage message) {
        out.writeStartObject();
        out.writeStringProperty("role", message.role());
        out.writeStringProperty("content", message.content());
        if (message.callId() != null) out.writeStringProperty("tool_call_id", message.callId());
        if (!message.calls().isEmpty()) {
            out.writeArrayPropertyStart("tool_calls");
            for (FloorMessage.Call call : message.calls()) add(call);
            out.writeEndArray();
        }
        out.writeEndObject();
    }

    private void add(FloorMessage.Call call) {
        out.writeStartObject();
        out.writeStringProperty("id", call.id());
        out.writeStringProperty("type", "function");
        out.writeObjectPropertyStart("function");
        out.writeStringProperty("name", call.name());
        out.writeStringProperty("arguments", call.arguments());
        out.writeEndObject();
        out.writeEndObject();
    }

    /** What is sent now; to be sent before anything is added. */
    RequestBody body() {
        out.flush();
        return bytes.endedBy(END);
    }

    @Override
    public void close() {
        out.close();
    }

    /** Bytes that can be ended without being ended for good. */
    private static final class Bytes extends ByteArrayOutputStream {
        private static final int USUAL = 4096;

        Bytes() {
            super(USUAL);
        }

        synchronized RequestBody endedBy(byte[] end) {
            int open = count;
            writeBytes(end);
            RequestBody body = RequestBody.create(buf, JSON, 0, count);
            count = open;
            return body;
        }
    }
}
