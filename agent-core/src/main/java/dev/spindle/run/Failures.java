package dev.spindle.run;

import dev.spindle.context.AgentException;
import dev.spindle.tool.ToolResult;

/** Words for a model about what a tool threw: a bounded message, with the class unless it was meant for the model; no stack trace. */
final class Failures {
    private static final int MOST_CHARACTERS = 500;
    private static final int MOST_CHARACTERS_MEANT = 4_000;

    private Failures() {}

    static ToolResult answer(Throwable thrown) {
        return ToolResult.failed("The tool failed: " + describe(thrown));
    }

    static String describe(Throwable thrown) {
        String message =
                thrown.getMessage() == null ? "" : ": " + thrown.getMessage().strip();
        String words = thrown.getClass().getSimpleName() + message;
        return bounded(words, MOST_CHARACTERS);
    }

    /** What a tool says to the model by throwing it. */
    static String meant(AgentException thrown) {
        return bounded(String.valueOf(thrown.getMessage()).strip(), MOST_CHARACTERS_MEANT);
    }

    private static String bounded(String words, int most) {
        if (words.length() <= most) return words;
        return words.substring(0, Character.isLowSurrogate(words.charAt(most)) ? most - 1 : most) + "…";
    }
}
