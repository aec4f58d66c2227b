package dev.spindle.examples;

import dev.spindle.memory.Memory;
import dev.spindle.message.Message;
import dev.spindle.message.Transcript;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What one chat remembers. Its turns can be taken back. Thread-safe. */
final class ChatMemory implements Memory {
    private final Map<String, List<Message>> turns = new LinkedHashMap<>();

    @Override
    public synchronized Transcript recall(String conversation) {
        Transcript transcript = Transcript.EMPTY;
        for (List<Message> turn : turns.values()) transcript = transcript.appendAll(turn);
        return transcript;
    }

    @Override
    public synchronized void remember(String conversation, String runId, List<Message> turn) {
        turns.put(runId, List.copyOf(turn));
    }

    /** Forgets the last turn, and returns it; empty if there is none. */
    synchronized List<Message> forgetLast() {
        if (turns.isEmpty()) return List.of();
        List<String> ids = new ArrayList<>(turns.keySet());
        String last = ids.get(ids.size() - 1);
        List<Message> turn = turns.getOrDefault(last, List.of());
        turns.remove(last);
        return turn;
    }

    /** All turns, oldest first. */
    synchronized List<List<Message>> turns() {
        return List.copyOf(turns.values());
    }

    /** Puts other turns in place of all. */
    synchronized void replace(List<List<Message>> others) {
        turns.clear();
        for (int at = 0; at < others.size(); at++) turns.put("loaded-" + at, List.copyOf(others.get(at)));
    }
}
