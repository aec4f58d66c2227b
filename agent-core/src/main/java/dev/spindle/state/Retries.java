package dev.spindle.state;

import dev.spindle.message.ToolMessage.Outcome;
import dev.spindle.tool.ToolResult;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/**
 * How many turns in a row each tool has sent its calls back to the model.
 *
 * @param turns by the tool's name; a tool that did not is not in it
 */
record Retries(Map<String, Integer> turns) {
    static final Retries NONE = new Retries(Map.of());

    Retries {
        turns = Map.copyOf(turns);
    }

    Retries after(OpenTurn turn) {
        if (turns.isEmpty() && !asksAgain(turn)) return this;
        Map<String, Integer> next = new TreeMap<>(turns);
        Map<String, Boolean> asked = new TreeMap<>();
        for (CallState call : turn.calls()) {
            asked.merge(call.call().name(), asksAgain(call), Boolean::logicalOr);
        }
        asked.forEach((tool, again) -> {
            if (again) next.merge(tool, 1, Integer::sum);
            else next.remove(tool);
        });
        return new Retries(next);
    }

    private static boolean asksAgain(OpenTurn turn) {
        for (CallState call : turn.calls()) {
            if (asksAgain(call)) return true;
        }
        return false;
    }

    private static boolean asksAgain(CallState call) {
        ToolResult answer = call.answer();
        return answer != null && answer.outcome() == Outcome.RETRY;
    }

    int most() {
        return turns.isEmpty() ? 0 : Collections.max(turns.values());
    }
}
