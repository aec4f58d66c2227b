package dev.spindle.state;

import dev.spindle.json.Json;
import dev.spindle.message.AssistantMessage;
import java.util.List;

/** Replies that are of no use as they are, and what the model is told of them. */
final class Slips {
    static final String NOTHING =
            "Your last reply was empty: it had no text and no tool call. Answer, or call a tool that you were offered.";
    static final String NOTHING_AGAIN = "the model's reply had no text, no tool call and no refusal";

    /** Fields in which servers send what is neither text nor a call. */
    private static final List<String> OTHER_ANSWERS = List.of("audio", "images");

    private Slips() {}

    static boolean saysNothing(AssistantMessage said) {
        return isUnseen(said.text())
                && (said.refusal() == null || isUnseen(said.refusal()))
                && OTHER_ANSWERS.stream()
                        .allMatch(field ->
                                said.extra().find(field).filter(Slips::isSaid).isEmpty());
    }

    /** Whether a person would see nothing of it. */
    private static boolean isUnseen(String text) {
        return text.codePoints().allMatch(Slips::isUnseen);
    }

    private static boolean isUnseen(int character) {
        return Unseen.is(character) || Character.isSpaceChar(character);
    }

    /** Whether there is anything in a field that servers also send empty. */
    private static boolean isSaid(Json value) {
        if (value.isString()) return !isUnseen(value.string());
        if (value.isArray()) return !value.items().isEmpty();
        return !value.isNull() && !value.equals(Json.EMPTY_OBJECT);
    }

    /** What of a reply joins the transcript: no server takes thousands of calls back. */
    static AssistantMessage withMostCalls(AssistantMessage said, int most) {
        if (said.toolCalls().size() <= most) return said;
        return said.withToolCalls(said.toolCalls().subList(0, most));
    }

    static String tooManyCalls(int most) {
        return "Not run: the reply made more than the " + most
                + " calls that can be made in one, and none of them was run. Make fewer at a time.";
    }
}
