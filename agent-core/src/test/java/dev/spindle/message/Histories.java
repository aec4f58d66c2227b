package dev.spindle.message;

import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;

/** Conversations of every valid shape: greetings, turns without a reply, several rounds of calls, ids that repeat or are empty. */
public final class Histories {
    private Histories() {}

    /** Ids as real servers send them. */
    public static Arbitrary<List<Message>> valid() {
        return of(Arbitraries.of("", "0", "1", "c7"));
    }

    /** Ids as they should be: none twice. */
    public static Arbitrary<List<Message>> validWithUniqueIds() {
        return of(Arbitraries.just("id")).map(Histories::numbered);
    }

    private static Arbitrary<List<Message>> of(Arbitrary<String> ids) {
        Arbitrary<List<Message>> head = Arbitraries.of("Be kind.", "Be brief.")
                .<Message>map(SystemMessage::new)
                .list()
                .ofMaxSize(2);
        Arbitrary<List<Message>> greeting =
                text().<Message>map(AssistantMessage::of).list().ofMaxSize(1);
        Arbitrary<List<Message>> turns = turn(ids).list().ofMaxSize(6).map(Histories::joined);
        return Combinators.combine(head, greeting, turns).as((a, b, c) -> joined(List.of(a, b, c)));
    }

    private static Arbitrary<List<Message>> turn(Arbitrary<String> ids) {
        Arbitrary<Message> question = text().map(UserMessage::of);
        Arbitrary<List<Message>> rounds = round(ids).list().ofMaxSize(3).map(Histories::joined);
        Arbitrary<List<Message>> answer =
                text().<Message>map(AssistantMessage::of).list().ofMaxSize(1);
        return Combinators.combine(question, rounds, answer).as((a, b, c) -> joined(List.of(List.of(a), b, c)));
    }

    private static Arbitrary<List<Message>> round(Arbitrary<String> ids) {
        return answeredCall(ids).list().ofMinSize(1).ofMaxSize(4).map(calls -> {
            List<Message> messages = new ArrayList<>();
            messages.add(AssistantMessage.calling(
                    calls.stream().map(AnsweredCall::call).toList()));
            calls.forEach(call -> messages.add(call.answer()));
            return messages;
        });
    }

    private static Arbitrary<AnsweredCall> answeredCall(Arbitrary<String> ids) {
        Arbitrary<String> names = Arbitraries.of("add", "find");
        return Combinators.combine(ids, names, Arbitraries.of("{}", "{\"a\":", ""), text(), Arbitraries.of(true, false))
                .as((id, name, arguments, text, named) ->
                        new AnsweredCall(ToolCall.of(id, name, arguments), answer(id, named ? name : "", text)));
    }

    /** An answer to a call. */
    public static ToolMessage answer(String id, String name, String text) {
        return new ToolMessage(id, name, Outcome.OK, List.of(new Part.Text(text)));
    }

    private static Arbitrary<String> text() {
        return Arbitraries.strings().alpha().ofMinLength(1).ofMaxLength(40);
    }

    private static List<Message> joined(List<List<Message>> parts) {
        return parts.stream().flatMap(List::stream).toList();
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
