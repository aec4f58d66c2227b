package dev.spindle.bench.speed.contestant;

import dev.spindle.bench.speed.server.Script;
import java.util.function.Consumer;

/** An agent that answers questions with tools. Thread-safe. */
public interface Contestant extends AutoCloseable {
    /** Builds what a program would have built before its first question. */
    default void prepare(Script script) {}

    /** What has been written to its journal so far. */
    default Written written() {
        return new Written(0, 0);
    }

    /**
     * What was written to a journal.
     *
     * @param appends of events that a run waited for
     * @param commits of a database; of files each append is one
     */
    record Written(long appends, long commits) {}

    /** Asks in JSON and returns the answer. */
    String ask(Script script, String question);

    /** Asks for a stream, passes its pieces on, and returns the answer. */
    String listen(Script script, String question, Consumer<String> pieces);

    /** Begins a conversation, in which each question sees what was said before; for one thread. */
    Conversation converse(Script script);

    /** A conversation. */
    interface Conversation {
        /** Asks the next question and returns its answer. */
        String ask(String question);
    }

    @Override
    void close();
}
