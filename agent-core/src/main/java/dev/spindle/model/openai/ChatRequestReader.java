package dev.spindle.model.openai;

import dev.spindle.json.Json;
import dev.spindle.message.Message;
import dev.spindle.message.Transcript;
import dev.spindle.model.ModelCall.OutputSchema;
import dev.spindle.model.ModelOptions;
import dev.spindle.model.ModelOptions.ToolChoice;
import dev.spindle.tool.Tool.Effect;
import dev.spindle.tool.ToolSpec;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads a request's JSON into typed values; what they cannot hold exactly stays a field of the options. For one use.
 */
final class ChatRequestReader {
    private static final Set<String> TYPED =
            Set.of("model", "messages", "stream", "tools", "tool_choice", "response_format");
    private static final Set<String> TOOL_FIELDS = Set.of("name", "description", "parameters", "strict");
    private static final Set<String> FORMAT_FIELDS = Set.of("name", "schema", "strict");
    private static final Set<Json> UNFORCED = Set.of(Json.of("auto"), Json.of("none"));
    private static final int DIGITS_OF_A_LONG = 18;
    private static final Json NO_PARAMETERS = Json.trusted("{\"type\":\"object\",\"properties\":{}}");

    private final Json request;
    private ModelOptions options = ModelOptions.DEFAULT;

    ChatRequestReader(Json request) {
        this.request = request;
    }

    ChatRequest read() {
        try {
            return readChecked();
        } catch (IllegalArgumentException wrong) {
            throw RequestCheck.rejected("request", String.valueOf(wrong.getMessage()));
        }
    }

    private ChatRequest readChecked() {
        Transcript messages = readMessages();
        List<ToolSpec> tools = readTools();
        readChoice(tools);
        OutputSchema output = readOutput();
        readOptions();
        String model = find("model").map(Json::string).orElse("");
        boolean stream = find("stream").map(ChatRequestReader::bool).orElse(false);
        return new ChatRequest(model, messages, tools, options, output, stream);
    }

    private Optional<Json> find(String field) {
        return request.find(field).filter(value -> !isAbsent(value));
    }

    /** Clients write null, or a list of nothing, where they mean to say nothing. */
    private static boolean isAbsent(Json value) {
        return value.isNull() || (value.isArray() && value.items().isEmpty());
    }

    private static boolean bool(Json stream) {
        if (stream.isBoolean()) return stream.bool();
        throw RequestCheck.rejected("stream", "is " + stream.text() + "; it must be true or false");
    }

    private Transcript readMessages() {
        List<Message> messages = new ArrayList<>();
        MessageReader reader = new MessageReader();
        for (Json message : find("messages").orElse(Json.NULL).items()) messages.add(reader.read(message));
        if (messages.isEmpty()) throw RequestCheck.rejected("messages", "is empty; there must be at least 1");
        return Transcript.repaired(messages);
    }

    private List<ToolSpec> readTools() {
        List<ToolSpec> tools = new ArrayList<>();
        for (Json tool : find("tools").orElse(Json.NULL).items()) {
            Optional<ToolSpec> spec = findSpec(tool);
            if (spec.isEmpty()) {
                options = options.withField("tools", request.get("tools"));
                return List.of();
            }
            tools.add(spec.get());
        }
        return tools;
    }

    private static Optional<ToolSpec> findSpec(Json tool) {
        Json function = tool.find("function").orElse(Json.NULL);
        boolean plain = Set.of("type", "function").containsAll(tool.names())
                && TOOL_FIELDS.containsAll(function.names())
                && function.find("name").filter(Json::isString).isPresent();
        if (!plain) return Optional.empty();
        return Optional.of(ToolSpec.of(
                function.get("name").string(),
                function.find("description")
                        .filter(Json::isString)
                        .map(Json::string)
                        .orElse(""),
                function.find("parameters").filter(Json::isObject).orElse(NO_PARAMETERS),
                Effect.WRITE));
    }

    private void readChoice(List<ToolSpec> tools) {
        Optional<Json> given = find("tool_choice");
        if (given.isEmpty()) return;
        if (isWithoutTools() && UNFORCED.contains(given.get())) return; // no server takes it without tools
        ToolChoice choice = tools.isEmpty() ? null : choice(given.get());
        options = choice != null ? options.withToolChoice(choice) : options.withField("tool_choice", given.get());
    }

    private boolean isWithoutTools() {
        return find("tools").isEmpty() && find("functions").isEmpty();
    }

    /** What says of tools that there are none, or how those that there are not shall be called. */
    private boolean isOfNoTools(String field, Json value) {
        boolean idle =
                field.equals("parallel_tool_calls") || (field.equals("function_call") && UNFORCED.contains(value));
        return idle && isWithoutTools();
    }

    /** One of 64 bits; what is none is refused by its own name. */
    private static boolean isWhole(Json value) {
        if (!value.isNumber()) return false;
        BigDecimal number = value.decimal();
        boolean small = number.precision() - (long) number.scale() <= DIGITS_OF_A_LONG;
        return small && number.stripTrailingZeros().scale() <= 0;
    }

    private static @Nullable ToolChoice choice(Json json) {
        if (!json.isString()) return objectChoice(json);
        return switch (json.string()) {
            case "auto" -> new ToolChoice.Auto();
            case "none" -> new ToolChoice.None();
            case "required" -> new ToolChoice.Required();
            default -> null;
        };
    }

    private static @Nullable ToolChoice objectChoice(Json json) {
        Optional<String> named =
                json.at("/function/name").filter(Json::isString).map(Json::string);
        if (named.isPresent()) return new ToolChoice.Named(named.get());
        List<String> allowed = new ArrayList<>();
        for (Json tool : json.at("/allowed_tools/tools").orElse(Json.NULL).items()) {
            Optional<Json> name = tool.at("/function/name").filter(Json::isString);
            if (name.isEmpty()) return null;
            allowed.add(name.get().string());
        }
        boolean required = json.at("/allowed_tools/mode")
                .filter(mode -> mode.equals(Json.of("required")))
                .isPresent();
        return allowed.isEmpty() ? null : new ToolChoice.Allowed(allowed, required);
    }

    private @Nullable OutputSchema readOutput() {
        Optional<Json> format = find("response_format");
        if (format.isEmpty()) return null;
        Json schema = format.get().find("json_schema").orElse(Json.NULL);
        boolean plain = schema.find("name").filter(Json::isString).isPresent()
                && schema.find("schema").filter(Json::isObject).isPresent()
                && FORMAT_FIELDS.containsAll(schema.names());
        if (plain) return new OutputSchema(schema.get("name").string(), schema.get("schema"));
        options = options.withField("response_format", format.get());
        return null;
    }

    private void readOptions() {
        Map<String, Json> fields = new LinkedHashMap<>();
        for (String name : options.fieldNames()) options.field(name).ifPresent(value -> fields.put(name, value));
        for (String field : request.names()) {
            Json value = request.get(field);
            if (TYPED.contains(field) || isAbsent(value) || isOfNoTools(field, value)) continue;
            boolean maxTokens = field.equals("max_tokens") && isWhole(value);
            if (maxTokens) fields.put(ModelOptions.MAX_TOKENS, Json.of(value.integer()));
            else fields.put(field, value);
        }
        options = ModelOptions.of(Json.object(fields), options.toolChoice().orElse(null));
    }
}
