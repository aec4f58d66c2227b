package dev.spindle.message;

import java.util.AbstractList;
import java.util.Arrays;
import java.util.List;
import java.util.RandomAccess;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/*
 * All versions of a growing conversation share one array; a version is that array and a length. The version that holds the
 * newest entry may write the next slot, which it claims by compare-and-set, so appending is O(1) and copies nothing. Any other
 * version has lost the claim and starts an array of its own. EMPTY is born claimed, so nothing is ever kept in it.
 *
 * Orphans are refused where they would enter: `open` counts the calls of the last assistant message that wait for an answer, and
 * only the answer to the next of them may be appended while it is not 0.
 */
/**
 * A conversation in which every tool call has exactly one answer, right behind it and in order.
 *
 * <p>Immutable and persistent: appending returns a new transcript in constant time and leaves this one as it was. Thread-safe.
 */
public final class Transcript {
    /** The conversation in which nothing was said. */
    public static final Transcript EMPTY = new Transcript(new Store(new Entry[0], 1), 0, 0, 0);

    private final Store store;
    private final int size;
    private final int open;
    private final int asked; // the place of the message whose calls are open, if any are

    private Transcript(Store store, int size, int open, int asked) {
        this.store = store;
        this.size = size;
        this.open = open;
        this.asked = asked;
    }

    /**
     * A transcript of the messages.
     *
     * @throws IllegalArgumentException if a call has no answer or an answer no call; {@link #repaired} mends such a history
     */
    public static Transcript of(List<? extends Message> messages) {
        Transcript transcript = EMPTY.appendAll(messages);
        if (!transcript.isClosed()) {
            throw new IllegalArgumentException("The last " + transcript.open
                    + " tool calls have no answer; Transcript.repaired(messages) answers them as interrupted");
        }
        return transcript;
    }

    /**
     * The history with every tool call answered once, right behind it and in order, and with every other message as it was.
     *
     * <p>An answer belongs to the nearest call before it that has its id, and its name if the answer has one; where ids repeat within
     * a message, to the first that is still open. What belongs to no open call is dropped: orphans, duplicates, answers before their
     * call. A call without an answer gets one that says it was interrupted, with {@link ToolMessage.Outcome#IN_DOUBT}. Arguments stay as the model
     * wrote them. A history in which nothing is amiss comes back unchanged. Takes time linear in the history.
     */
    public static Transcript repaired(List<? extends Message> history) {
        return Repair.repaired(history);
    }

    /**
     * This conversation and one message more.
     *
     * @throws IllegalArgumentException if a tool call would be left without its answer, or an answer would have no call
     */
    public Transcript append(Message message) {
        return appendEntry(new Entry(message));
    }

    /** This conversation and several messages more; see {@link #append}. */
    public Transcript appendAll(List<? extends Message> messages) {
        if (messages instanceof View view) return concat(view.transcript);
        Transcript transcript = this;
        for (Message message : messages) transcript = transcript.append(message);
        return transcript;
    }

    private int openAfter(Message message) {
        if (message instanceof ToolMessage answer) {
            if (open == 0)
                throw new IllegalArgumentException("No tool call waits for the answer '" + answer.callId() + "'");
            String expected = nextOpenCall().id();
            if (!expected.equals(answer.callId())) {
                throw new IllegalArgumentException(
                        "The next answer must be to call '" + expected + "', not '" + answer.callId() + "'");
            }
            return open - 1;
        }
        if (open > 0) {
            throw new IllegalArgumentException("Tool call '" + nextOpenCall().id() + "' ("
                    + nextOpenCall().name() + ") has no answer yet; append its ToolMessage first");
        }
        return message instanceof AssistantMessage said ? said.toolCalls().size() : 0;
    }

    private ToolCall nextOpenCall() {
        List<ToolCall> calls = ((AssistantMessage) message(asked)).toolCalls();
        return calls.get(calls.size() - open);
    }

    /** Whether every tool call has its answer. */
    public boolean isClosed() {
        return open == 0;
    }

    /** How many messages there are. */
    public int size() {
        return size;
    }

    /** The message at an index from 0. */
    public Message message(int index) {
        return entry(index).message;
    }

    /** The entry at an index from 0, for encoders. */
    public Entry entry(int index) {
        if (index < 0 || index >= size) throw new IndexOutOfBoundsException("No message " + index + " of " + size);
        return store.entries[index];
    }

    /** The messages in order, as an unmodifiable list; {@link #appendAll} takes from it what was encoded of them, too. */
    public List<Message> messages() {
        return new View(this);
    }

    /** An unmodifiable list of these messages; one that {@link #messages} made is returned as it is. */
    public static List<Message> listOf(List<Message> messages) {
        return messages instanceof View ? messages : List.copyOf(messages);
    }

    /**
     * The messages from one index to before another, with what was encoded of them.
     *
     * @throws IllegalArgumentException if the cut parts a call from its answer
     */
    public Transcript slice(int from, int to) {
        Transcript slice = EMPTY;
        for (int at = from; at < to; at++) slice = slice.appendEntry(entry(at));
        return slice;
    }

    /** This conversation followed by another, with what was encoded of both. */
    public Transcript concat(Transcript other) {
        if (other.size > size) return joined(other);
        Transcript joined = this;
        for (int at = 0; at < other.size; at++) joined = joined.appendEntry(other.entry(at));
        return joined;
    }

    /** The cheap way for much behind little, such as a long history behind the instructions of its next run. */
    private Transcript joined(Transcript other) {
        openAfter(other.message(0)); // what stands behind it, the other has seen to
        return new Transcript(store.joined(size, other), size + other.size, other.open, size + other.asked);
    }

    /** This conversation as the beginning of many: nothing of what is appended is kept with it. */
    public Transcript shared() {
        return new Transcript(new Store(Arrays.copyOf(store.entries, size), size + 1), size, open, asked);
    }

    private Transcript appendEntry(Entry entry) {
        int stillOpen = openAfter(entry.message);
        Store target = store.claim(size) ? store : store.copy(size);
        target.put(size, entry);
        return new Transcript(target, size + 1, stillOpen, entry.message instanceof AssistantMessage ? size : asked);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Transcript that && messages().equals(that.messages());
    }

    @Override
    public int hashCode() {
        return messages().hashCode();
    }

    @Override
    public String toString() {
        return messages().toString();
    }

    /** A message, what was encoded of it last, and its digests. Thread-safe. */
    public static final class Entry {
        private final Message message;
        private volatile @Nullable Encoded encoding;
        private volatile byte @Nullable [] digest;
        private volatile @Nullable Link link;

        private Entry(Message message) {
            this.message = message;
        }

        /** The message. */
        public Message message() {
            return message;
        }

        /**
         * The message as its server takes it, encoded at the first call for a key and kept until another key asks.
         *
         * @param key what the encoding depends on besides the message, compared by equality
         * @param encoder makes it, with that key
         */
        public Encoded encoded(Object key, Function<Message, Encoded> encoder) {
            Encoded known = encoding;
            if (known == null || (known.key != key && !known.key.equals(key))) {
                known = encoder.apply(message);
                encoding = known;
            }
            return known;
        }

        /**
         * What stands for the message where it is compared, made at the first call and kept.
         *
         * @param digester always the same
         * @return shared: do not change it
         */
        public byte[] digest(Function<Message, byte[]> digester) {
            byte[] known = digest;
            if (known == null) {
                known = digester.apply(message);
                digest = known;
            }
            return known;
        }

        /**
         * What stands for the conversation up to this message, made when another one precedes it than at the last call.
         *
         * @param before what stands for the messages before it, the same array as long as they are the same
         * @param linker makes it of that and of this entry, always in the same way
         * @return shared: do not change it
         */
        public byte[] linked(byte[] before, BiFunction<byte[], Entry, byte[]> linker) {
            Link known = link;
            if (known == null || known.before != before) {
                known = new Link(before, linker.apply(before, this));
                link = known;
            }
            return known.after;
        }
    }

    /** A message as its server takes it. */
    public static final class Encoded {
        private final Object key;
        private final byte[] bytes;
        private final List<String> callIds;

        /**
         * What was encoded of a message.
         *
         * @param key see {@link Entry#encoded}
         * @param bytes nobody may change them any more
         * @param callIds the ids under which the message's tool calls are known there, in order
         */
        public Encoded(Object key, byte[] bytes, List<String> callIds) {
            this.key = key;
            this.bytes = bytes;
            this.callIds = List.copyOf(callIds);
        }

        /** Shared: do not change them. */
        public byte[] bytes() {
            return bytes;
        }

        /** The ids under which the message's tool calls are known there, in order. */
        public List<String> callIds() {
            return callIds;
        }
    }

    private static final class Link {
        private final byte[] before;
        private final byte[] after;

        private Link(byte[] before, byte[] after) {
            this.before = before;
            this.after = after;
        }
    }

    /** The messages of a transcript, which it leads back to. */
    private static final class View extends AbstractList<Message> implements RandomAccess {
        private final Transcript transcript;

        private View(Transcript transcript) {
            this.transcript = transcript;
        }

        @Override
        public Message get(int index) {
            return transcript.message(index);
        }

        @Override
        public int size() {
            return transcript.size;
        }
    }

    private static final class Store {
        private final AtomicInteger claimed;
        private volatile Entry[] entries;

        private Store(Entry[] entries, int claimed) {
            this.entries = entries;
            this.claimed = new AtomicInteger(claimed);
        }

        private boolean claim(int slot) {
            return claimed.compareAndSet(slot, slot + 1);
        }

        private Store copy(int size) {
            return new Store(Arrays.copyOf(entries, Math.max(8, size + size / 2 + 1)), size + 1);
        }

        private Store joined(int size, Transcript behind) {
            int whole = size + behind.size;
            Entry[] joined = new Entry[whole + Math.max(8, whole / 8)];
            System.arraycopy(entries, 0, joined, 0, size);
            System.arraycopy(behind.store.entries, 0, joined, size, behind.size);
            return new Store(joined, whole);
        }

        private void put(int slot, Entry entry) {
            if (slot == entries.length) entries = Arrays.copyOf(entries, slot * 2);
            entries[slot] = entry;
        }
    }
}
