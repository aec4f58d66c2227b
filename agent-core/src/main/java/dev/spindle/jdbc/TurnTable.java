package dev.spindle.jdbc;

import dev.spindle.json.Json;
import dev.spindle.memory.Memory;
import dev.spindle.memory.Memory.Versioned.Remembered;
import dev.spindle.message.Message;
import dev.spindle.message.Transcript;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.ThreadLocalRandom;

/*
 * A conversation is a row with a version, which everything that changes the conversation raises first; so whoever else changes it waits
 * until the transaction ends. A turn is a row, put in order by the version that it came with. Replacing marks the turns and puts one in
 * front of those that will come, with the run id of nobody; what was said stays in the table.
 */
/** What was said in conversations. */
final class TurnTable {
    private static final String NOBODY = "";
    private static final long FIRST_VERSIONS = 1L << 52;

    private TurnTable() {}

    /** A turn, as it is written. */
    record Turn(List<Message> messages) {
        static String write(List<Message> messages) {
            return Json.of(new Turn(messages)).wellFormed().text();
        }
    }

    /** A turn that is kept. */
    private record Kept(boolean replaced, long ordinal, String messages) {}

    /** The version of a conversation; 0 if it is not known. */
    static long version(Session session, String conversation) throws SQLException {
        try (ResultSet row =
                session.query("SELECT version FROM spindle_conversation WHERE conversation = ?", conversation)) {
            return row.next() ? row.getLong(1) : 0;
        }
    }

    /** All that was said, and the version of just that: one statement, so that nothing can be said between the two. */
    static Remembered look(Session session, String conversation) throws SQLException {
        long version = 0;
        Transcript transcript = Transcript.EMPTY;
        try (ResultSet row = session.query(
                "SELECT c.version, t.messages FROM spindle_conversation c LEFT JOIN spindle_turn t"
                        + " ON t.conversation = c.conversation AND t.replaced = 0"
                        + " WHERE c.conversation = ? ORDER BY t.ordinal",
                conversation)) {
            while (row.next()) {
                version = row.getLong(1);
                String turn = row.getString(2);
                if (turn != null)
                    transcript = transcript.appendAll(
                            Json.trusted(turn).to(Turn.class).messages());
            }
        }
        return new Remembered(transcript, version);
    }

    /** Whether a turn would change nothing, since it is kept already. */
    static boolean holds(Session session, String conversation, String runId, String messages) throws SQLException {
        return find(session, conversation, runId)
                .filter(kept -> kept.messages().equals(messages))
                .isPresent();
    }

    /** Keeps a turn that is new or another than before; gives the version after it, negative if it is not behind all others. */
    static long remember(Session session, String conversation, String runId, String messages) throws SQLException {
        long version = raise(session, conversation);
        Optional<Kept> before = find(session, conversation, runId);
        if (before.isEmpty()) {
            insert(session, conversation, version, runId, messages);
            return version;
        }
        session.update(
                "UPDATE spindle_turn SET messages = ?, ordinal = ?, replaced = 0 WHERE conversation = ? AND run_id = ?",
                messages,
                before.get().replaced() ? version : before.get().ordinal(),
                conversation,
                runId);
        return -version;
    }

    private static long raise(Session session, String conversation) throws SQLException {
        int raised = session.update(
                "UPDATE spindle_conversation SET version = version + 1 WHERE conversation = ?", conversation);
        if (raised == 0) begin(session, conversation);
        return version(session, conversation);
    }

    /**
     * If somebody else begins it at once, the key is taken, and all is tried again. Versions begin anywhere, so that a conversation that
     * was forgotten and begins anew has none that somebody may have seen of the old one.
     */
    private static long begin(Session session, String conversation) throws SQLException {
        long first = ThreadLocalRandom.current().nextLong(1, FIRST_VERSIONS);
        session.update("INSERT INTO spindle_conversation (conversation, version) VALUES (?, ?)", conversation, first);
        return first;
    }

    /** Deletes all that was said in a conversation; whether it was known. */
    static boolean forget(Session session, String conversation) throws SQLException {
        int known = session.update("DELETE FROM spindle_conversation WHERE conversation = ?", conversation);
        session.update("DELETE FROM spindle_turn WHERE conversation = ?", conversation);
        return known > 0;
    }

    static List<String> conversations(Session session) throws SQLException {
        return EventTable.strings(session, "SELECT conversation FROM spindle_conversation ORDER BY conversation");
    }

    private static void insert(Session session, String conversation, long ordinal, String runId, String messages)
            throws SQLException {
        session.update(
                "INSERT INTO spindle_turn (conversation, ordinal, run_id, replaced, messages) VALUES (?, ?, ?, 0, ?)",
                conversation,
                ordinal,
                runId,
                messages);
    }

    private static Optional<Kept> find(Session session, String conversation, String runId) throws SQLException {
        try (ResultSet row = session.query(
                "SELECT replaced, ordinal, messages FROM spindle_turn WHERE conversation = ? AND run_id = ?",
                conversation,
                runId)) {
            if (!row.next()) return Optional.empty();
            return Optional.of(new Kept(row.getInt(1) == 1, row.getLong(2), row.getString(3)));
        }
    }

    /** Replaces all that was said, if that is still what was looked at; gives the version after it. */
    static long replace(Session session, String conversation, long version, String messages) throws SQLException {
        int raised = session.update(
                "UPDATE spindle_conversation SET version = version + 1 WHERE conversation = ? AND version = ?",
                conversation,
                version);
        long after = version + 1;
        if (raised == 0) {
            if (version != 0 || version(session, conversation) != 0)
                throw new Memory.ConflictException(conversation, version);
            after = begin(session, conversation);
        }
        session.update("UPDATE spindle_turn SET replaced = 1 WHERE conversation = ? AND replaced = 0", conversation);
        session.update("DELETE FROM spindle_turn WHERE conversation = ? AND run_id = ?", conversation, NOBODY);
        insert(session, conversation, after, NOBODY, messages);
        return after;
    }

    /** The version after a replacement of a version by these messages, if it took place. */
    static OptionalLong replaced(Session session, String conversation, long version, String messages)
            throws SQLException {
        return find(session, conversation, NOBODY).stream()
                .filter(kept -> kept.messages().equals(messages) && (version == 0 || kept.ordinal() == version + 1))
                .mapToLong(Kept::ordinal)
                .findFirst();
    }
}
