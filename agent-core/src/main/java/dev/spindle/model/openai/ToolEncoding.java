package dev.spindle.model.openai;

import dev.spindle.json.Json;
import dev.spindle.message.ToolCall;
import dev.spindle.tool.ToolSpec;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.core.JsonGenerator;

/**
 * A list of tools as a server takes them, and the way back from what it then writes. Immutable.
 *
 * <p>Where the server holds schemas exactly, each tool by itself goes in its strict form if it has one.
 */
final class ToolEncoding {
    private final List<ToolSpec> specs;
    private final byte[] json;
    private final Map<String, Json> converted = new HashMap<>();

    ToolEncoding(List<ToolSpec> specs, boolean strict) {
        this.specs = specs;
        String array = Tokens.text(out -> {
            out.writeStartArray();
            specs.forEach(tool -> write(tool, strict, out));
            out.writeEndArray();
        });
        this.json = (",\"tools\":" + array).getBytes(StandardCharsets.UTF_8);
    }

    boolean isOf(List<ToolSpec> others) {
        return specs.equals(others);
    }

    /** The request field with its leading comma; do not change it. */
    byte[] json() {
        return json;
    }

    /** Whether every tool went in its own form. */
    boolean decodesNothing() {
        return converted.isEmpty();
    }

    private void write(ToolSpec tool, boolean strict, JsonGenerator out) {
        Optional<Json> exact = strict ? StrictConversion.convert(tool.parameters(), true) : Optional.empty();
        Json parameters = exact.orElse(tool.parameters());
        if (!parameters.equals(tool.parameters())) converted.put(tool.name(), tool.parameters());
        out.writeStartObject();
        out.writeStringProperty("type", "function");
        out.writeObjectPropertyStart("function");
        out.writeStringProperty("name", tool.name());
        if (!tool.description().isEmpty()) out.writeStringProperty("description", tool.description());
        out.writeName("parameters");
        out.writeRawValue(parameters.text());
        if (exact.isPresent()) out.writeBooleanProperty("strict", true);
        out.writeEndObject();
        out.writeEndObject();
    }

    /** A call as the tool's own schema means it; the same if it is in that form. */
    ToolCall decoded(ToolCall call) {
        Json original = converted.get(call.name());
        if (original == null) return call;
        String arguments = StrictNulls.removedFrom(call.arguments(), original);
        return arguments.equals(call.arguments())
                ? call
                : new ToolCall(call.id(), call.name(), arguments, call.extra());
    }
}
