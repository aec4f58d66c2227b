package dev.spindle.state;

import dev.spindle.message.AssistantMessage;
import dev.spindle.message.Message;
import dev.spindle.message.Part;
import dev.spindle.message.ToolCall;
import dev.spindle.message.ToolMessage;
import dev.spindle.message.UserMessage;
import dev.spindle.tool.ToolSpec;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** All that a model is shown of something as one text, each part behind its length, so that no two things have the same text. */
final class WholeText {
    private static final int USUAL_CHARS = 200;

    private final StringBuilder text = new StringBuilder(USUAL_CHARS);

    static String of(List<ToolSpec> tools) {
        WholeText whole = new WholeText();
        for (ToolSpec tool : tools) {
            whole.add(tool.name()).add(tool.description()).add(tool.parameters().text());
        }
        return whole.text.toString();
    }

    /** Of one message after the other, in the same memory: it holds until the next one. */
    CharSequence next(Message message) {
        text.setLength(0);
        add(message);
        return text;
    }

    /** How many characters it has memory for. */
    int capacity() {
        return text.capacity();
    }

    private void add(Message message) {
        if (message instanceof AssistantMessage said) {
            add("assistant").add(said.text()).add(said.reasoning()).add(said.refusal());
            add(said.origin()).add(said.extra().text());
            said.toolCalls().forEach(this::add);
        } else if (message instanceof ToolMessage answer) {
            add("tool")
                    .add(answer.callId())
                    .add(answer.name())
                    .add(answer.outcome().name());
            answer.parts().forEach(this::add);
        } else if (message instanceof UserMessage user) {
            add("user");
            user.parts().forEach(this::add);
        } else {
            add("system").add(message.text());
        }
    }

    private void add(ToolCall call) {
        add(call.id()).add(call.name()).add(call.arguments()).add(call.extra().text());
    }

    private void add(Part part) {
        if (part instanceof Part.Text words) {
            add("text").add(words.text());
        } else if (part instanceof Part.Image image) {
            add("image").add(image.url()).add(image.detail());
        } else if (part instanceof Part.Audio audio) {
            add("audio").add(audio.base64()).add(audio.format());
        } else if (part instanceof Part.File file) {
            add("file").add(file.name()).add(file.url());
        } else if (part instanceof Part.Other other) {
            add("other").add(other.json().text());
        }
    }

    private WholeText add(@Nullable String part) {
        if (part == null) text.append('-');
        else text.append(part.length()).append(':').append(part);
        return this;
    }
}
