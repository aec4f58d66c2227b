package dev.spindle.memory;

import dev.spindle.message.Message;
import dev.spindle.message.Transcript;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Remembers in this process, as long as it lives, and only so many conversations: when there are more, the one that was not used for
 * the longest time goes. Thread-safe.
 */
public final class InMemoryMemory implements Memory {
    private static final int DEFAULT_CONVERSATIONS = 10_000;

    private final int maxConversations;
    private final Map<String, Conversation> byUse = new LinkedHashMap<>(16, 0.75f, true);

    /** Remembers up to 10,000 conversations. */
    public InMemoryMemory() {
        this(DEFAULT_CONVERSATIONS);
    }

    /**
     * Remembers as many conversations as you say.
     *
     * @param maxConversations at least 1; how long each of them grows is not bounded
     */
    public InMemoryMemory(int maxConversations) {
        if (maxConversations < 1) {
            throw new IllegalArgumentException("maxConversations is " + maxConversations + "; it must be at least 1");
        }
        this.maxConversations = maxConversations;
    }

    @Override
    public Transcript recall(String conversation) {
        synchronized (byUse) {
            Conversation known = byUse.get(conversation);
            return known == null ? Transcript.EMPTY : known.transcript;
        }
    }

    @Override
    public void remember(String conversation, String runId, List<Message> turn) {
        Transcript whole = Transcript.of(turn);
        synchronized (byUse) {
            byUse.computeIfAbsent(conversation, unused -> new Conversation()).put(runId, whole);
            if (byUse.size() > maxConversations) forgetTheEldest();
        }
    }

    private void forgetTheEldest() {
        Iterator<Conversation> eldest = byUse.values().iterator();
        eldest.next();
        eldest.remove();
    }

    /** The turns by run, and all of them as one transcript, which only grows unless a run gives its turn again. */
    private static final class Conversation {
        private final Map<String, Transcript> turns = new LinkedHashMap<>();
        private Transcript transcript = Transcript.EMPTY;

        private void put(String runId, Transcript turn) {
            Transcript before = turns.put(runId, turn);
            transcript = before == null ? transcript.concat(turn) : joined();
        }

        private Transcript joined() {
            Transcript all = Transcript.EMPTY;
            for (Transcript turn : turns.values()) all = all.concat(turn);
            return all;
        }
    }
}
