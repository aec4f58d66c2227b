package dev.spindle.jdbc;

import dev.spindle.context.AgentException;
import dev.spindle.context.Ids;
import dev.spindle.json.JsonException;
import dev.spindle.memory.Memory;
import dev.spindle.message.Message;
import dev.spindle.message.Transcript;
import java.sql.SQLException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * Remembers conversations in a database: SQLite, H2, PostgreSQL, MariaDB or MySQL, through any {@link DataSource}, beside a
 * {@link JdbcJournal} or alone. Thread-safe.
 *
 * <p>What is remembered is kept as a {@link JdbcJournal} keeps it. Any number of processes may share a conversation; the transcripts of the last 1,000
 * conversations are kept in this process, too, and read again only when somebody else has changed them. What was replaced stays in the
 * database, and is not recalled. A database that goes away is waited for 30 seconds.
 */
public final class JdbcMemory implements Memory.Versioned, AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final int CACHED = 1_000;

    private final Connections connections;
    private final Retrying retrying;
    private final Map<String, Remembered> cache = new LinkedHashMap<>(16, 0.75f, true);

    private JdbcMemory(Connections connections) {
        this.connections = connections;
        this.retrying = new Retrying(connections, PATIENCE);
    }

    /**
     * A memory in the database of a data source.
     *
     * @throws AgentException if it cannot be reached, is none that we know, could lose what it has committed, or was written by a newer
     *     Spindle
     */
    public static JdbcMemory on(DataSource source) {
        try {
            Connections connections = Connections.to(source);
            Schema.migrate(connections);
            return new JdbcMemory(connections);
        } catch (SQLException failed) {
            throw new AgentException(
                    "The database cannot keep a memory: " + failed.getMessage()
                            + "; check the data source, and that its user may create tables",
                    failed);
        }
    }

    @Override
    public Remembered look(String conversation) {
        String name = Ids.conversation(conversation);
        try {
            return retrying.reading(session -> {
                Remembered known = cached(name);
                if (known != null && known.version() == TurnTable.version(session, name)) return known;
                Remembered read = TurnTable.look(session, name);
                if (read.version() > 0) cache(name, read);
                else uncache(name);
                return read;
            });
        } catch (SQLException | JsonException failed) {
            throw failed("recall", name, failed);
        }
    }

    @Override
    public void remember(String conversation, String runId, List<Message> turn) {
        String name = Ids.conversation(conversation);
        Transcript whole = Transcript.of(turn);
        String messages = TurnTable.Turn.write(whole.messages());
        try {
            long version =
                    retrying.writing((session, doubtful) -> TurnTable.holds(session, name, Ids.run(runId), messages)
                            ? 0L
                            : TurnTable.remember(session, name, runId, messages));
            if (version > 0) grow(name, version, whole);
        } catch (SQLException failed) {
            throw failed("remember a turn of", name, failed);
        }
    }

    @Override
    public void replace(String conversation, long version, List<Message> messages) {
        String name = Ids.conversation(conversation);
        Transcript whole = Transcript.of(messages);
        String written = TurnTable.Turn.write(whole.messages());
        try {
            long after = retrying.writing((session, doubtful) -> {
                OptionalLong done =
                        doubtful ? TurnTable.replaced(session, name, version, written) : OptionalLong.empty();
                return done.isPresent() ? done.getAsLong() : TurnTable.replace(session, name, version, written);
            });
            cache(name, new Remembered(whole, after));
        } catch (SQLException failed) {
            throw failed("replace", name, failed);
        }
    }

    /**
     * {@inheritDoc}
     *
     * <p>How it goes from the files of the database is as {@link JdbcJournal#delete} says.
     */
    @Override
    public boolean forget(String conversation) {
        String name = Ids.conversation(conversation);
        try {
            boolean known = retrying.writing((session, doubtful) -> TurnTable.forget(session, name) || doubtful);
            uncache(name);
            if (known) connections.wipe();
            return known;
        } catch (SQLException failed) {
            throw failed("forget all of", name, failed);
        }
    }

    @Override
    public List<String> conversations() {
        try {
            return retrying.reading(TurnTable::conversations);
        } catch (SQLException failed) {
            throw new AgentException(
                    "Cannot list the conversations in " + connections.name() + ": " + failed.getMessage(), failed);
        }
    }

    private @Nullable Remembered cached(String conversation) {
        synchronized (cache) {
            return cache.get(conversation);
        }
    }

    private void cache(String conversation, Remembered remembered) {
        synchronized (cache) {
            cache.put(conversation, remembered);
            if (cache.size() > CACHED) cache.remove(cache.keySet().iterator().next());
        }
    }

    private void uncache(String conversation) {
        synchronized (cache) {
            cache.remove(conversation);
        }
    }

    /** What was the newest before this turn is the newest with it. */
    private void grow(String conversation, long version, Transcript turn) {
        synchronized (cache) {
            Remembered known = cache.get(conversation);
            if (known != null && known.version() == version - 1)
                cache.put(conversation, new Remembered(known.transcript().concat(turn), version));
        }
    }

    private AgentException failed(String act, String conversation, Exception failed) {
        return new AgentException(
                "Cannot " + act + " conversation '" + conversation + "' in " + connections.name() + ": "
                        + failed.getMessage() + "; what was remembered before stands",
                failed);
    }

    /** Lets go of the connections that were kept. */
    @Override
    public void close() {
        connections.close();
    }
}
