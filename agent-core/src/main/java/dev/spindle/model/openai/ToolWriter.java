package dev.spindle.model.openai;

import dev.spindle.tool.ToolSpec;
import java.nio.charset.StandardCharsets;
import java.util.List;
import tools.jackson.core.JsonGenerator;

/** Writes tool definitions. */
final class ToolWriter {
    private ToolWriter() {}

    /**
     * The request field with its leading comma.
     *
     * @param strict whether tools whose schema fits the strict subset are marked so, each by itself
     */
    static byte[] encode(List<ToolSpec> tools, boolean strict) {
        String array = Tokens.text(out -> {
            out.writeStartArray();
            tools.forEach(tool -> write(tool, strict, out));
            out.writeEndArray();
        });
        return (",\"tools\":" + array).getBytes(StandardCharsets.UTF_8);
    }

    private static void write(ToolSpec tool, boolean strict, JsonGenerator out) {
        out.writeStartObject();
        out.writeStringProperty("type", "function");
        out.writeObjectPropertyStart("function");
        out.writeStringProperty("name", tool.name());
        if (!tool.description().isEmpty()) out.writeStringProperty("description", tool.description());
        out.writeName("parameters");
        out.writeRawValue(tool.parameters().text());
        if (strict && StrictSchema.fits(tool.parameters())) out.writeBooleanProperty("strict", true);
        out.writeEndObject();
        out.writeEndObject();
    }
}
