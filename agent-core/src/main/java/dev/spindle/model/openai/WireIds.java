package dev.spindle.model.openai;

import dev.spindle.message.ToolCall;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/**
 * Tool-call ids as a server takes them: of its form, and unique within their message.
 *
 * <p>A pure function of the calls, so that a message is encoded alike each time.
 */
final class WireIds {
    private static final int LONGEST = 40;
    private static final int NINE = 9;

    private WireIds() {}

    /** One id for each call, in order. */
    static List<String> of(List<ToolCall> calls, Dialect.CallIds form) {
        if (calls.isEmpty()) return List.of();
        if (calls.size() == 1 && fits(calls.get(0).id(), form))
            return List.of(calls.get(0).id());
        Set<String> taken = new HashSet<>();
        Map<ToolCall, Integer> attempts = new HashMap<>(0); // of calls that are alike to the last letter
        List<String> ids = new ArrayList<>(calls.size());
        for (ToolCall call : calls) {
            String id = call.id();
            while (!fits(id, form) || !taken.add(id))
                id = madeUp(call, attempts.merge(call, 1, Integer::sum) - 1, form);
            ids.add(id);
        }
        return ids;
    }

    private static boolean fits(String id, Dialect.CallIds form) {
        return switch (form) {
            case ANY -> !id.isEmpty();
            case UP_TO_40 -> !id.isEmpty() && id.length() <= LONGEST;
            case NINE_ALPHANUMERIC -> id.length() == NINE && id.chars().allMatch(WireIds::isAlphanumeric);
        };
    }

    private static boolean isAlphanumeric(int c) {
        return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
    }

    private static String madeUp(ToolCall call, int attempt, Dialect.CallIds form) {
        String seed = attempt + "\n" + call.id() + "\n" + call.name() + "\n" + call.arguments();
        String hex = UUID.nameUUIDFromBytes(seed.getBytes(StandardCharsets.UTF_8))
                .toString()
                .replace("-", "");
        return form == Dialect.CallIds.NINE_ALPHANUMERIC ? hex.substring(0, NINE) : "call_" + hex;
    }
}
