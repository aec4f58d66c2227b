package dev.spindle.journal;

import dev.spindle.event.EventJson;
import dev.spindle.event.Input;
import dev.spindle.json.Json;
import dev.spindle.json.JsonException;

/** What is posted to a run, as JSON on one line. For those who write a {@link Journal}. */
public final class InputJson {
    private InputJson() {}

    /**
     * An input as an object on one line: {@code type}, the kind of input, and what the input has.
     *
     * @throws IllegalArgumentException if it is larger than {@link EventJson#MAX_GIVEN_CHARS}
     */
    public static String write(Input input) {
        String json = Json.of(input, Input.class).wellFormed().text();
        if (json.length() > EventJson.MAX_GIVEN_CHARS) {
            throw new IllegalArgumentException(
                    "The input (" + input.getClass().getSimpleName() + ") has " + json.length()
                            + " characters of JSON, and at most " + EventJson.MAX_GIVEN_CHARS
                            + " can be given to a run; give it less at once");
        }
        return json;
    }

    /**
     * Reads an input.
     *
     * @param line as {@link #write} made it
     * @throws JournalException if it is no input
     */
    public static Input read(String line) {
        try {
            return Json.trusted(line).to(Input.class);
        } catch (JsonException malformed) {
            throw new JournalException("No input: " + malformed.getMessage(), malformed);
        }
    }
}
