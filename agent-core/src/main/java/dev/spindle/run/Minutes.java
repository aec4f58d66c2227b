package dev.spindle.run;

import dev.spindle.message.AssistantMessage;
import dev.spindle.message.Message;
import dev.spindle.message.Part;
import dev.spindle.message.ToolCall;
import dev.spindle.message.ToolMessage;
import dev.spindle.message.UserMessage;
import java.util.List;

/** A conversation written down as text, each word in it only data: for a model that is to sum it up. */
final class Minutes {
    private static final int LONGEST_SPEECH = 16_000;
    private static final int SHORTEST_SPEECH = 250;

    private Minutes() {}

    /** The messages as text of at most so many characters; the longest speeches lose their middle first. */
    static String of(List<Message> messages, int maxCharacters) {
        String text = "";
        for (int most = LONGEST_SPEECH; most >= SHORTEST_SPEECH; most /= 4) {
            text = written(messages, most);
            if (text.length() <= maxCharacters) return text;
        }
        return withoutMiddle(text, maxCharacters);
    }

    private static String written(List<Message> messages, int mostOfEach) {
        StringBuilder text = new StringBuilder();
        for (Message message : messages) {
            text.append("## ").append(speaker(message)).append('\n');
            String words = words(message);
            if (!words.isBlank())
                text.append(withoutMiddle(words.strip(), mostOfEach)).append('\n');
            if (message instanceof AssistantMessage said) {
                for (ToolCall call : said.toolCalls()) {
                    String arguments = withoutMiddle(call.arguments(), mostOfEach);
                    text.append("calls ")
                            .append(call.name())
                            .append(' ')
                            .append(arguments)
                            .append('\n');
                }
            }
        }
        return text.toString();
    }

    private static String speaker(Message message) {
        if (message instanceof ToolMessage answer) return "result of " + answer.name() + " (" + answer.outcome() + ")";
        if (message instanceof AssistantMessage) return "assistant";
        return message instanceof UserMessage ? "user" : "instructions";
    }

    private static String words(Message message) {
        if (message instanceof AssistantMessage said && said.refusal() != null) return "declines: " + said.refusal();
        String attachments = attachments(message);
        return attachments.isEmpty() ? message.text() : message.text() + "\n" + attachments;
    }

    private static String attachments(Message message) {
        List<Part> parts = message instanceof UserMessage user
                ? user.parts()
                : message instanceof ToolMessage answer ? answer.parts() : List.of();
        StringBuilder names = new StringBuilder();
        for (Part part : parts) {
            if (part instanceof Part.File file)
                names.append("[File ").append(file.name()).append(']');
            else if (!(part instanceof Part.Text))
                names.append('[').append(part.getClass().getSimpleName()).append(']');
        }
        return names.toString();
    }

    private static String withoutMiddle(String text, int most) {
        if (text.length() <= most) return text;
        int head = most * 2 / 3;
        int tail = text.length() - (most - head);
        if (Character.isLowSurrogate(text.charAt(head))) head--;
        if (Character.isLowSurrogate(text.charAt(tail))) tail++;
        return text.substring(0, head) + "\n[… " + (tail - head) + " characters …]\n" + text.substring(tail);
    }
}
