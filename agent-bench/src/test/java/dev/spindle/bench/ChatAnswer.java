package dev.spindle.bench;

import dev.spindle.json.Json;
import java.util.List;
import java.util.Optional;

/** What was understood of a reply, in a form in which expectation and answer can be compared. Null and empty are the same. */
record ChatAnswer(
        String content,
        String reasoning,
        String refusal,
        List<String> calls,
        String finishReason,
        List<Long> tokens,
        String error) {
    static ChatAnswer of(Json answer) {
        return new ChatAnswer(
                text(answer, "content"),
                text(answer, "reasoning"),
                text(answer, "refusal"),
                calls(answer, "arguments"),
                text(answer, "finishReason"),
                tokens(answer),
                answer.find("error").map(ChatAnswer::error).orElse(""));
    }

    /** Of a recording's expectation, where the text of arguments has its own field and an error in a stream as well. */
    static ChatAnswer expected(Json expected) {
        Optional<Json> ofStream = expected.find("streamError").map(error -> error.with("/httpStatus", Json.of(200)));
        return new ChatAnswer(
                text(expected, "content"),
                text(expected, "reasoning"),
                text(expected, "refusal"),
                calls(expected, "argumentsText"),
                text(expected, "finishReason"),
                tokens(expected),
                expected.find("error").or(() -> ofStream).map(ChatAnswer::error).orElse(""));
    }

    private static List<String> calls(Json answer, String argumentsField) {
        return answer.find("toolCalls").orElse(Json.NULL).items().stream()
                .map(call -> text(call, "name") + " " + arguments(text(call, argumentsField)))
                .toList();
    }

    private static String arguments(String text) {
        return text.isBlank() ? "{}" : text;
    }

    private static List<Long> tokens(Json answer) {
        Json usage = answer.find("usage").orElse(Json.NULL);
        return List.of("promptTokens", "completionTokens", "totalTokens").stream()
                .map(field -> usage.find(field)
                        .filter(Json::isNumber)
                        .map(Json::integer)
                        .orElse(0L))
                .toList();
    }

    private static String error(Json error) {
        return error.get("httpStatus") + " " + text(error, "message");
    }

    private static String text(Json object, String field) {
        return object.find(field).filter(Json::isString).map(Json::string).orElse("");
    }
}
