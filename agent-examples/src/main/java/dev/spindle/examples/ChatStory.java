package dev.spindle.examples;

import dev.spindle.json.Json;
import dev.spindle.message.AssistantMessage;
import dev.spindle.message.Message;
import dev.spindle.message.ToolCall;
import dev.spindle.message.ToolMessage;
import dev.spindle.message.UserMessage;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Tells what was said in a chat: all that a model is shown of it. */
record ChatStory(List<List<Message>> turns) {
    private static final int MOST_LINES = 400;

    /** Who said what, a line each and indented where it goes on; long ones are cut, and say so. */
    String told() {
        List<String> lines = new ArrayList<>();
        for (List<Message> turn : turns) turn.forEach(message -> tell(message, lines));
        if (lines.size() <= MOST_LINES) return String.join("\n", lines);
        List<String> shown = new ArrayList<>(lines.subList(0, MOST_LINES));
        shown.add("and " + Closing.counted(lines.size() - MOST_LINES, "line")
                + " that are NOT shown, and that the model reads; look into the file, or /undo");
        return String.join("\n", shown);
    }

    private static void tell(Message message, List<String> lines) {
        if (message instanceof UserMessage said) tell("you: ", said.text(), lines);
        if (message instanceof ToolMessage answer) {
            String outcome = answer.outcome().name().toLowerCase(Locale.ROOT).replace('_', ' ');
            tell("tool " + oneLine(answer.name()) + ", " + outcome + ": ", answer.text(), lines);
        }
        if (!(message instanceof AssistantMessage reply)) return;
        if (reply.reasoning() != null && !reply.reasoning().isEmpty())
            tell("model, thinking: ", reply.reasoning(), lines);
        if (!reply.text().isEmpty()) tell("model: ", reply.text(), lines);
        if (reply.refusal() != null) tell("model, declining: ", reply.refusal(), lines);
        for (ToolCall call : reply.toolCalls()) tell(call, lines);
        if (!reply.extra().equals(Json.EMPTY_OBJECT))
            tell("model, more fields: ", reply.extra().text(), lines);
    }

    private static void tell(ToolCall call, List<String> lines) {
        tell("model calls ", call.name() + " " + call.arguments(), lines);
        if (!call.extra().equals(Json.EMPTY_OBJECT))
            tell("model, more fields of the call: ", call.extra().text(), lines);
    }

    private static void tell(String who, String text, List<String> lines) {
        List<String> said = text.lines().toList();
        lines.add("  " + who + (said.isEmpty() ? "" : said.get(0)));
        said.stream().skip(1).forEach(line -> lines.add("  │ " + line));
    }

    private static String oneLine(String name) {
        return name.replace('\n', ' ').replace('\r', ' ');
    }
}
