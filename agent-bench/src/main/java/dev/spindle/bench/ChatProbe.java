package dev.spindle.bench;

import dev.spindle.context.RunContext;
import dev.spindle.http.HttpTransport;
import dev.spindle.json.Json;
import dev.spindle.message.AssistantMessage;
import dev.spindle.message.ToolCall;
import dev.spindle.message.Usage;
import dev.spindle.model.ModelException;
import dev.spindle.model.ModelReply;
import dev.spindle.model.openai.ChatRequest;
import dev.spindle.model.openai.OpenAiModel;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Sends recorded requests to a server and tells what was read of its answers, each in one attempt. */
final class ChatProbe implements Answerer {
    /** Asked where the request itself was not recorded. */
    private static final Json ANY_REQUEST =
            Json.trusted("{\"model\":\"any\",\"messages\":[{\"role\":\"user\",\"content\":\"Hello\"}]}");

    private final String baseUrl;
    private final HttpTransport transport = HttpTransport.create();

    ChatProbe(String baseUrl) {
        this.baseUrl = baseUrl.replaceAll("/+$", "");
    }

    @Override
    public Map<String, Json> answer(Json question) {
        Json id = question.get("id");
        String place = id.isString() ? id.string() : id.text();
        try {
            ModelReply reply = request(question).send(endpoint(place), delta -> {}, RunContext.of(place));
            return fields(reply);
        } catch (ModelException failure) {
            Map<String, Json> answer = fields(failure.details().partial());
            answer.put("error", error(failure.details()));
            return answer;
        }
    }

    private OpenAiModel endpoint(String place) {
        return OpenAiModel.builder()
                .model("any")
                .apiKey("any-key")
                .baseUrl(baseUrl + "/r/" + URLEncoder.encode(place, StandardCharsets.UTF_8) + "/v1")
                .transport(transport)
                .build();
    }

    private static ChatRequest request(Json question) {
        Json recorded = question.find("request")
                .filter(request -> request.find("messages").isPresent())
                .orElse(ANY_REQUEST);
        boolean stream = question.find("stream").map(Json.of(true)::equals).orElse(false);
        return ChatRequest.parse(recorded.with("/stream", Json.of(stream)));
    }

    private static Map<String, Json> fields(@Nullable ModelReply reply) {
        Map<String, Json> fields = new LinkedHashMap<>();
        if (reply == null) return fields;
        AssistantMessage message = reply.message();
        fields.put("content", Json.of(message.text()));
        fields.put("reasoning", Json.of(message.reasoning()));
        fields.put("refusal", Json.of(message.refusal()));
        fields.put(
                "toolCalls", Json.of(message.toolCalls().stream().map(Call::of).toList()));
        fields.put("finishReason", reply.finishWord().isEmpty() ? Json.NULL : Json.of(reply.finishWord()));
        fields.put("usage", tokens(reply.spent().usage()));
        return fields;
    }

    /** The arguments are the text that the model wrote, be it JSON or not. */
    private record Call(String id, String name, String arguments) {
        private static Call of(ToolCall call) {
            return new Call(call.id(), call.name(), call.arguments());
        }
    }

    private static Json tokens(Usage usage) {
        if (usage.equals(Usage.NONE)) return Json.NULL;
        return Json.of(new Tokens(usage.inputTokens(), usage.outputTokens(), usage.totalTokens()));
    }

    private record Tokens(long promptTokens, long completionTokens, long totalTokens) {}

    private static Json error(ModelException.Details details) {
        return Json.of(new Failure(details.status(), details.serverWords()));
    }

    private record Failure(int httpStatus, String message) {}

    @Override
    public void close() {
        transport.close();
    }
}
