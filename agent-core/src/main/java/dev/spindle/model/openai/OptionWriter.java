package dev.spindle.model.openai;

import dev.spindle.json.Json;
import dev.spindle.model.ModelCall;
import dev.spindle.model.ModelCall.OutputSchema;
import dev.spindle.model.ModelOptions;
import dev.spindle.model.ModelOptions.ToolChoice;
import dev.spindle.model.openai.Dialect.Feature;
import dev.spindle.tool.ToolSpec;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;

/** Writes what a request has besides its messages and tools. */
final class OptionWriter {
    private final Dialect dialect;
    private final ModelCall call;
    private final ModelOptions options;
    private final @Nullable ToolChoice choice;

    OptionWriter(Dialect dialect, ModelCall call) {
        this.dialect = dialect;
        this.call = call;
        this.options = call.options();
        this.choice = options.toolChoice().orElse(null);
    }

    /** The tools to send: none if they are given as a field of the options. */
    List<ToolSpec> tools() {
        if (has("tools")) return List.of();
        if (choice instanceof ToolChoice.Allowed allowed && !dialect.has(Feature.ALLOWED_TOOLS)) {
            return call.tools().stream()
                    .filter(tool -> allowed.tools().contains(tool.name()))
                    .toList();
        }
        return call.tools();
    }

    /** The fields with a leading comma, if there are any, and the end of the request. */
    String text() {
        String object = Tokens.text(out -> {
            out.writeStartObject();
            for (String name : options.fieldNames())
                writeField(name, options.field(name).orElseThrow(), out);
            if (choice != null && !call.tools().isEmpty() && !has("tool_choice")) writeChoice(choice, out);
            if (call.output() != null && !has("response_format")) writeOutput(call.output(), out);
            if (call.streaming()) writeStreaming(out);
            out.writeEndObject();
        });
        return object.equals("{}") ? "}" : "," + object.substring(1);
    }

    private boolean has(String field) {
        return options.field(field).isPresent();
    }

    private void writeField(String name, Json value, JsonGenerator out) {
        boolean tools = !call.tools().isEmpty() || has("tools");
        if (name.equals("parallel_tool_calls") && !(tools && dialect.has(Feature.PARALLEL_TOOL_CALLS))) return;
        if (name.equals("stream_options") && !call.streaming()) return;
        if (name.equals("model")) return; // written first
        boolean renamed = name.equals(ModelOptions.MAX_TOKENS) && !dialect.has(Feature.MAX_COMPLETION_TOKENS);
        out.writeName(renamed ? "max_tokens" : name);
        out.writeRawValue(value.text());
    }

    private void writeStreaming(JsonGenerator out) {
        out.writeBooleanProperty("stream", true);
        if (has("stream_options") || !dialect.has(Feature.STREAM_OPTIONS)) return;
        out.writeObjectPropertyStart("stream_options");
        out.writeBooleanProperty("include_usage", true);
        out.writeEndObject();
    }

    private void writeChoice(ToolChoice wanted, JsonGenerator out) {
        out.writeName("tool_choice");
        if (wanted instanceof ToolChoice.None) out.writeString("none");
        else if (wanted instanceof ToolChoice.Allowed allowed && dialect.has(Feature.ALLOWED_TOOLS))
            writeAllowed(allowed, out);
        else if (!wanted.isForced() || !dialect.has(Feature.REQUIRED_CHOICE)) out.writeString("auto");
        else if (wanted instanceof ToolChoice.Named named) writeFunction(named.tool(), out);
        else out.writeString("required");
    }

    private static void writeAllowed(ToolChoice.Allowed allowed, JsonGenerator out) {
        out.writeStartObject();
        out.writeStringProperty("type", "allowed_tools");
        out.writeObjectPropertyStart("allowed_tools");
        out.writeStringProperty("mode", allowed.required() ? "required" : "auto");
        out.writeArrayPropertyStart("tools");
        allowed.tools().forEach(tool -> writeFunction(tool, out));
        out.writeEndArray();
        out.writeEndObject();
        out.writeEndObject();
    }

    private static void writeFunction(String name, JsonGenerator out) {
        out.writeStartObject();
        out.writeStringProperty("type", "function");
        out.writeObjectPropertyStart("function");
        out.writeStringProperty("name", name);
        out.writeEndObject();
        out.writeEndObject();
    }

    private void writeOutput(OutputSchema output, JsonGenerator out) {
        if (dialect.has(Feature.JSON_SCHEMA)) {
            writeSchema(output, out);
        } else if (dialect.has(Feature.JSON_OBJECT)) {
            out.writeObjectPropertyStart("response_format");
            out.writeStringProperty("type", "json_object");
            out.writeEndObject();
        }
    }

    private void writeSchema(OutputSchema output, JsonGenerator out) {
        out.writeObjectPropertyStart("response_format");
        out.writeStringProperty("type", "json_schema");
        out.writeObjectPropertyStart("json_schema");
        out.writeStringProperty("name", output.name());
        Optional<Json> exact =
                dialect.has(Feature.STRICT) ? StrictConversion.convert(output.schema(), false) : Optional.empty();
        out.writeName("schema");
        out.writeRawValue(exact.orElse(output.schema()).text());
        if (exact.isPresent()) out.writeBooleanProperty("strict", true);
        out.writeEndObject();
        out.writeEndObject();
    }
}
