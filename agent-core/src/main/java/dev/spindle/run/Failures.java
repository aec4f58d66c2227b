package dev.spindle.run;

import dev.spindle.context.AgentException;
import dev.spindle.tool.ToolResult;
import java.io.PrintWriter;
import java.io.Writer;

/** Words for a model about what a tool threw: a bounded message, with the class unless it was meant for the model; no stack trace. */
final class Failures {
    private static final int MOST_CHARACTERS = 500;
    private static final int MOST_CHARACTERS_MEANT = 4_000;

    private Failures() {}

    static ToolResult answer(Throwable thrown) {
        return ToolResult.failed("The tool failed: " + describe(thrown));
    }

    static String describe(Throwable thrown) {
        String name = thrown.getClass().getSimpleName();
        String message = message(thrown);
        return bounded(message.equals(name) ? name : name + ": " + message.strip(), MOST_CHARACTERS);
    }

    /** Its message; its kind if it has none, or cannot say it. */
    static String message(Throwable thrown) {
        String name = thrown.getClass().getSimpleName();
        try {
            String message = thrown.getMessage();
            return message == null ? name : message;
        } catch (Throwable wordless) {
            Fatal.rethrow(wordless);
            return name;
        }
    }

    /** What a log can write of it: itself, unless it or something behind it cannot be asked. */
    static Throwable loggable(Throwable thrown) {
        try {
            thrown.printStackTrace(new PrintWriter(Writer.nullWriter()));
            return thrown;
        } catch (Throwable unspeakable) {
            Fatal.rethrow(unspeakable);
            Throwable instead =
                    new IllegalStateException(thrown.getClass().getName() + ", which cannot be asked what it says");
            instead.setStackTrace(thrown.getStackTrace());
            return instead;
        }
    }

    /** What a tool says to the model by throwing it. */
    static String meant(AgentException thrown) {
        return bounded(message(thrown).strip(), MOST_CHARACTERS_MEANT);
    }

    /** Why a decision does not count: it may quote arguments, ids and names, of which some are as long as a journal can keep. */
    static String refusal(String why) {
        return bounded(why, MOST_CHARACTERS_MEANT);
    }

    private static String bounded(String words, int most) {
        if (words.length() <= most) return words;
        return words.substring(0, Character.isLowSurrogate(words.charAt(most)) ? most - 1 : most) + "…";
    }
}
