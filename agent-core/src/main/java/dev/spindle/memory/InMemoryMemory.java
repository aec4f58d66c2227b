package dev.spindle.memory;

import dev.spindle.context.Ids;
import dev.spindle.message.Message;
import dev.spindle.message.Transcript;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Remembers in this process, as long as it lives, and only so many conversations: when there are more, the one that was not used for
 * the longest time goes. Thread-safe.
 */
public final class InMemoryMemory implements Memory.Versioned {
    private static final int DEFAULT_CONVERSATIONS = 10_000;

    private final int maxConversations;

    /** Of all conversations: one that is forgotten and begins anew has none that it had before. */
    private final AtomicLong versions = new AtomicLong();

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
    public Remembered look(String conversation) {
        String name = Ids.conversation(conversation);
        synchronized (byUse) {
            Conversation known = byUse.get(name);
            return known == null
                    ? new Remembered(Transcript.EMPTY, 0)
                    : new Remembered(known.transcript, known.version);
        }
    }

    @Override
    public void remember(String conversation, String runId, List<Message> turn) {
        String name = Ids.conversation(conversation);
        Transcript whole = Transcript.of(turn);
        synchronized (byUse) {
            known(name).put(Ids.run(runId), whole);
        }
    }

    @Override
    public void replace(String conversation, long version, List<Message> messages) {
        Transcript whole = Transcript.of(messages);
        synchronized (byUse) {
            if (look(conversation).version() != version) throw new Memory.ConflictException(conversation, version);
            known(conversation).replace(whole);
        }
    }

    @Override
    public boolean forget(String conversation) {
        String name = Ids.conversation(conversation);
        synchronized (byUse) {
            return byUse.remove(name) != null;
        }
    }

    @Override
    public List<String> conversations() {
        synchronized (byUse) {
            return List.copyOf(byUse.keySet());
        }
    }

    private Conversation known(String name) {
        Conversation conversation = byUse.computeIfAbsent(name, unused -> new Conversation(versions));
        if (byUse.size() > maxConversations) forgetTheEldest();
        return conversation;
    }

    private void forgetTheEldest() {
        Iterator<Conversation> eldest = byUse.values().iterator();
        eldest.next();
        eldest.remove();
    }

    /** The turns by run, behind what stands for those that were replaced, and all of it as one transcript. */
    private static final class Conversation {
        private final Map<String, Transcript> turns = new LinkedHashMap<>();
        /** By run, what tells whether a turn that is given again is the one that was replaced. */
        private final Map<String, Integer> replaced = new HashMap<>();

        private Transcript beginning = Transcript.EMPTY;
        private Transcript transcript = Transcript.EMPTY;
        private final AtomicLong versions;
        private long version;

        Conversation(AtomicLong versions) {
            this.versions = versions;
        }

        private void put(String runId, Transcript turn) {
            if (turn.equals(turns.get(runId)) || Objects.equals(replaced.get(runId), turn.hashCode())) return;
            version = versions.incrementAndGet();
            replaced.remove(runId);
            Transcript before = turns.put(runId, turn);
            transcript = before == null ? transcript.concat(turn) : joined();
        }

        private Transcript joined() {
            Transcript all = beginning;
            for (Transcript turn : turns.values()) all = all.concat(turn);
            return all;
        }

        private void replace(Transcript messages) {
            version = versions.incrementAndGet();
            turns.forEach((runId, turn) -> replaced.put(runId, turn.hashCode()));
            turns.clear();
            beginning = messages;
            transcript = messages;
        }
    }
}
