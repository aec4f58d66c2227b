package dev.spindle.message;

import dev.spindle.message.ToolMessage.Outcome;
import dev.spindle.property.Draw;
import java.util.ArrayList;
import java.util.List;

/** Conversations of every valid shape: greetings, turns without a reply, several rounds of calls, ids that repeat or are empty. */
public final class Histories {
    private Histories() {}

    /** Ids as real servers send them. */
    public static List<Message> valid(Draw draw) {
        return history(draw, "", "0", "1", "c7");
    }

    /** Ids as they should be: none twice. */
    public static List<Message> validWithUniqueIds(Draw draw) {
        return numbered(history(draw, "id"));
    }

    private static List<Message> history(Draw draw, String... ids) {
        List<Message> history = new ArrayList<>();
        history.addAll(draw.list(0, 2, head -> new SystemMessage(head.of("Be kind.", "Be brief."))));
        history.addAll(draw.list(0, 1, greeting -> AssistantMessage.of(text(greeting))));
        draw.list(0, 6, turn -> turn(turn, ids)).forEach(history::addAll);
        return history;
    }

    private static List<Message> turn(Draw draw, String... ids) {
        List<Message> turn = new ArrayList<>();
        turn.add(UserMessage.of(text(draw)));
        draw.list(0, 3, round -> round(round, ids)).forEach(turn::addAll);
        turn.addAll(draw.list(0, 1, answer -> AssistantMessage.of(text(answer))));
        return turn;
    }

    private static List<Message> round(Draw draw, String... ids) {
        List<AnsweredCall> calls = draw.list(1, 4, call -> answeredCall(call, ids));
        List<Message> messages = new ArrayList<>();
        messages.add(
                AssistantMessage.calling(calls.stream().map(AnsweredCall::call).toList()));
        calls.forEach(call -> messages.add(call.answer()));
        return messages;
    }

    private static AnsweredCall answeredCall(Draw draw, String... ids) {
        ToolCall call = ToolCall.of(draw.of(ids), draw.of("add", "find"), draw.of("{}", "{\"a\":", ""));
        return new AnsweredCall(call, answer(call.id(), draw.yes() ? call.name() : "", text(draw)));
    }

    /** An answer to a call. */
    public static ToolMessage answer(String id, String name, String text) {
        return new ToolMessage(id, name, Outcome.OK, List.of(new Part.Text(text)));
    }

    private static String text(Draw draw) {
        return draw.letters(1, 40);
    }

    private static List<Message> numbered(List<Message> messages) {
        List<Message> numbered = new ArrayList<>();
        int calls = 0;
        int answers = 0;
        for (Message message : messages) {
            if (message instanceof AssistantMessage said && !said.toolCalls().isEmpty()) {
                List<ToolCall> renamed = new ArrayList<>();
                for (ToolCall call : said.toolCalls())
                    renamed.add(ToolCall.of("id" + calls++, call.name(), call.arguments()));
                numbered.add(AssistantMessage.calling(renamed));
            } else if (message instanceof ToolMessage answer) {
                numbered.add(answer("id" + answers++, answer.name(), answer.text()));
            } else {
                numbered.add(message);
            }
        }
        return numbered;
    }

    private record AnsweredCall(ToolCall call, ToolMessage answer) {}
}
