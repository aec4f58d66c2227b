package dev.spindle.model.openai;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.spindle.json.Json;
import dev.spindle.json.SchemaValidator;
import dev.spindle.message.AssistantMessage;
import dev.spindle.message.Message;
import dev.spindle.message.Part;
import dev.spindle.message.SystemMessage;
import dev.spindle.message.ToolCall;
import dev.spindle.message.ToolMessage;
import dev.spindle.message.ToolMessage.Outcome;
import dev.spindle.message.Transcript;
import dev.spindle.message.UserMessage;
import dev.spindle.model.Model.Deltas;
import dev.spindle.model.ModelCall;
import dev.spindle.model.ModelCall.OutputSchema;
import dev.spindle.model.ModelOptions;
import dev.spindle.model.ModelOptions.ToolChoice;
import dev.spindle.tool.Tool.Effect;
import dev.spindle.tool.ToolSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/** Whatever can be asked makes a request that fits the published schema. */
class RequestSchemaTest {
    private static final int REQUESTS = 2000;
    private static final Json FORM = Json.parse(
            "{\"type\":\"object\",\"properties\":{\"city\":{\"type\":\"string\","
                    + "\"minLength\":1},\"days\":{\"type\":\"array\",\"items\":{\"type\":\"integer\"}}},\"required\":[\"city\"]}");
    private static final Json OPEN = Json.parse("{\"type\":\"object\",\"additionalProperties\":{\"type\":\"string\"}}");

    @Test
    void everyRequestFitsThePublishedSchema() {
        if (PublishedSchema.find().isEmpty()) return;
        SchemaValidator schema = PublishedSchema.find().get();
        assertFalse(schema.check(Json.parse("{\"model\":\"m\"}")).isEmpty(), "the schema refuses something");
        for (int seed = 0; seed < REQUESTS; seed++) {
            ModelCall call = new Choices(new Random(seed)).call();
            Json request = RequestWriterTest.write(Dialect.OPENAI, call);
            int which = seed;
            assertEquals(List.of(), schema.check(request), () -> "seed " + which + ": " + request);
        }
        System.out.println("Requests of random calls: " + REQUESTS + " fit the published schema");
    }

    /** Calls made by chance. */
    private record Choices(Random random) {
        private static final List<String> WORDS =
                List.of("", "Hi", "\"q\"\\\n", "Tromsø 🌍", "x".repeat(300), "\ud800");

        private ModelCall call() {
            List<ToolSpec> tools = new ArrayList<>();
            if (yes()) tools.add(ToolSpec.of("weather", "Weather.", FORM, Effect.READ));
            if (yes()) tools.add(ToolSpec.of("store", "", OPEN, Effect.WRITE));
            return ModelCall.of(messages())
                    .withTools(tools)
                    .withOptions(options(tools))
                    .withOutput(yes() ? new OutputSchema("answer", yes() ? FORM : OPEN) : null)
                    .withDeltas(yes() ? delta -> {} : Deltas.IGNORED);
        }

        private Transcript messages() {
            List<Message> messages = new ArrayList<>();
            if (yes()) messages.add(new SystemMessage(word()));
            messages.add(new UserMessage(parts()));
            for (int turn = random.nextInt(3); turn > 0; turn--) addTurn(messages);
            return Transcript.of(messages);
        }

        private void addTurn(List<Message> messages) {
            List<ToolCall> calls = new ArrayList<>();
            for (int at = random.nextInt(3); at > 0; at--) {
                String arguments = yes() ? "{\"city\":\"Oslo\"}" : "{\"ci";
                calls.add(new ToolCall(yes() ? "0" : word(), "weather", arguments, Json.EMPTY_OBJECT));
            }
            messages.add(new AssistantMessage(
                    word(), yes() ? word() : null, yes() ? word() : null, calls, "elsewhere", Json.EMPTY_OBJECT));
            calls.forEach(call -> messages.add(new ToolMessage(call.id(), call.name(), Outcome.OK, parts())));
            if (yes()) messages.add(UserMessage.of(word()));
        }

        private List<Part> parts() {
            List<Part> parts = new ArrayList<>();
            parts.add(new Part.Text(word()));
            if (yes()) parts.add(new Part.Image("https://example.org/a.png", yes() ? "low" : ""));
            if (yes()) parts.add(new Part.Audio("AAAA", yes() ? "wav" : "mp3"));
            if (yes()) parts.add(new Part.File("a.pdf", "data:application/pdf;base64,AAAA"));
            return parts;
        }

        private ModelOptions options(List<ToolSpec> tools) {
            List<UnaryOperator<ModelOptions>> all = List.of(
                    options -> options.withTemperature(2 * random.nextDouble()),
                    options -> options.withTopP(random.nextDouble()),
                    options -> options.withMaxTokens(1 + random.nextInt(100_000)),
                    options -> options.withStop(List.of("END", "\n")),
                    options -> options.withSeed(random.nextInt()),
                    options -> options.withPresencePenalty(4 * random.nextDouble() - 2),
                    options -> options.withFrequencyPenalty(4 * random.nextDouble() - 2),
                    options -> options.withLogitBias(Map.of(random.nextInt(1000), random.nextInt(201) - 100)),
                    options -> options.withReasoningEffort(oneOf("none", "minimal", "low", "medium", "high", "xhigh")),
                    options -> options.withVerbosity(oneOf("low", "medium", "high")),
                    options -> options.withParallelToolCalls(yes()),
                    options -> options.withServiceTier(oneOf("auto", "default", "flex", "scale", "priority")),
                    options -> options.withUser("u-1"),
                    options -> options.withPromptCacheKey("k"),
                    options -> options.withMetadata(Map.of("team", "a")),
                    options -> options.withPrediction(word()),
                    options -> options.withStore(yes()),
                    options -> tools.isEmpty() ? options : options.withToolChoice(choice(tools)));
            ModelOptions chosen = ModelOptions.DEFAULT;
            for (UnaryOperator<ModelOptions> option : all) chosen = yes() ? option.apply(chosen) : chosen;
            return chosen;
        }

        private ToolChoice choice(List<ToolSpec> tools) {
            String name = tools.get(0).name();
            return switch (random.nextInt(5)) {
                case 0 -> new ToolChoice.Auto();
                case 1 -> new ToolChoice.None();
                case 2 -> new ToolChoice.Required();
                case 3 -> new ToolChoice.Named(name);
                default -> new ToolChoice.Allowed(List.of(name), yes());
            };
        }

        private String oneOf(String... words) {
            return words[random.nextInt(words.length)];
        }

        private String word() {
            return WORDS.get(random.nextInt(WORDS.size()));
        }

        private boolean yes() {
            return random.nextBoolean();
        }
    }
}
