package dev.spindle.message;

import java.util.List;

/** What a person, or the program in a person's place, says to the model. */
public record UserMessage(List<Part> parts) implements Message {
    /** Copies the parts. */
    public UserMessage {
        parts = List.copyOf(parts);
    }

    /** A message of text alone. */
    public static UserMessage of(String text) {
        return new UserMessage(List.of(new Part.Text(text)));
    }

    @Override
    public String text() {
        return Part.textOf(parts);
    }
}
