package dev.spindle.bench.speed.contestant;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A message as the floor keeps it.
 *
 * @param content null if there are calls instead
 * @param callId of an answer to a call; else null
 */
record FloorMessage(
        String role,
        @Nullable String content,
        List<Call> calls,
        @Nullable String callId) {
    record Call(String id, String name, String arguments) {}
}
