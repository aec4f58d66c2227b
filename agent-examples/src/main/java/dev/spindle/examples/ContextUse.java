package dev.spindle.examples;

import dev.spindle.json.Json;
import dev.spindle.memory.TokenCount;
import dev.spindle.message.Message;
import dev.spindle.message.SystemMessage;
import dev.spindle.message.ToolMessage;
import dev.spindle.message.UserMessage;
import dev.spindle.tool.ToolSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** Tells what fills the context of the model of a chat. */
record ContextUse(Chat chat) {
    private static final TokenCount COUNT = TokenCount.ESTIMATE;

    /** A line for each kind of what the model is shown; the parts are estimates, the whole is what the model's server counted. */
    String told() {
        List<String> lines = new ArrayList<>();
        Status status = chat.status();
        lines.add(status.model() + ": " + status.fullness() + " tokens"
                + (status.used() < 0 ? "; how much is used, its next reply says" : ", as its last reply says"));
        lines.add("estimated:");
        lines.add(row("instructions", COUNT.of(new SystemMessage(chat.instructions()))));
        List<ToolSpec> tools = chat.work().specs();
        lines.add(row(
                Closing.counted(tools.size(), "tool"),
                tools.stream().mapToLong(ContextUse::tokens).sum()));
        List<List<Message>> turns = chat.turns();
        List<Message> all = turns.stream().flatMap(List::stream).toList();
        lines.add(row("said by you", all.stream().filter(UserMessage.class::isInstance)));
        lines.add(row("answered by tools", all.stream().filter(ToolMessage.class::isInstance)));
        lines.add(row(
                "said by the model",
                all.stream()
                        .filter(message -> !(message instanceof UserMessage) && !(message instanceof ToolMessage))));
        lines.add("in " + Closing.counted(turns.size(), "turn") + "; /compact sums them up");
        return String.join("\n", lines);
    }

    private static long tokens(ToolSpec tool) {
        return COUNT.of(UserMessage.of(tool.name() + " " + tool.description() + " "
                + Json.of(tool.parameters()).text()));
    }

    private static String row(String what, Stream<Message> messages) {
        return row(what, messages.mapToLong(COUNT::of).sum());
    }

    private static String row(String what, long tokens) {
        return String.format(Locale.ROOT, "%,9d  %s", tokens, what);
    }
}
