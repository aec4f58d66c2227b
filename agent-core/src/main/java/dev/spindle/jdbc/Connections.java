package dev.spindle.jdbc;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/*
 * A connection of a pool goes back after every piece of work. One that comes from the driver itself would really be closed, and with
 * the last one SQLite folds its log up and H2 shuts the database down; so a few of those are kept for the next piece of work.
 */
/** Connections that keep what they commit. Thread-safe. */
final class Connections implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(Connections.class);
    private static final int KEPT = 8;
    private static final long PATIENCE_NANOS = Duration.ofSeconds(10).toNanos();
    private static final long PAUSE_NANOS = Duration.ofMillis(5).toNanos();
    private static final Duration FIRST_PATIENCE = Duration.ofSeconds(30);

    private final DataSource source;
    private final Deque<Session> kept = new ConcurrentLinkedDeque<>();
    private final AtomicInteger keptCount = new AtomicInteger();
    private final Lock writer = new ReentrantLock();
    private final Database database;
    private final String name;
    private final boolean isPool;
    private volatile List<String> remedies = List.of();
    private volatile boolean closed;

    private Connections(DataSource source, Database database, String name) {
        this.source = source;
        this.database = database;
        this.name = name;
        // MariaDB's driver has a pool whose connections are of the same class as those of none.
        this.isPool = source.getClass().getName().contains("Pool");
    }

    /** What is done in a session. */
    @FunctionalInterface
    interface Work<T extends @Nullable Object> {
        T with(Session session) throws SQLException;
    }

    /** Finds out which database it is, and sees to it that a commit is on the disk. */
    static Connections to(DataSource source) throws SQLException {
        Connections connections;
        try (Connection first = source.getConnection()) {
            Database database = Database.of(first);
            if (database == Database.SQLITE) SqliteFile.keepToItsOwner(first);
            connections = new Connections(source, database, nameOf(first, database));
        }
        // Others who start now may be changing the same setting.
        new Retrying(connections, FIRST_PATIENCE).reading(connections::makeSafe);
        return connections;
    }

    /** The address without what follows it: there may be a password. */
    private static String nameOf(Connection connection, Database database) throws SQLException {
        String url = connection.getMetaData().getURL();
        return url == null ? database.name() : url.split("[?;]", 2)[0];
    }

    private boolean makeSafe(Session session) throws SQLException {
        if (findUnsafe(session).isEmpty()) return true;
        remedies = database.safety().remedies();
        for (String remedy : remedies) session.execute(remedy);
        Optional<String> unsafe = findUnsafe(session);
        if (unsafe.isPresent()) throw new SQLException("a commit could be lost: " + unsafe.get());
        return true;
    }

    private Optional<String> findUnsafe(Session session) throws SQLException {
        for (Database.Setting setting : database.safety().settings()) {
            String value = value(session, setting);
            if (!setting.safe().contains(value))
                return Optional.of("'" + setting.query() + "' says " + value + " and should say " + setting.wanted());
        }
        return Optional.empty();
    }

    private static String value(Session session, Database.Setting setting) throws SQLException {
        try (Statement statement = session.connection().createStatement();
                ResultSet row = statement.executeQuery(setting.query())) {
            return row.next() ? row.getString(1) : "nothing";
        }
    }

    Database database() {
        return database;
    }

    /** The database's address, for messages. */
    String name() {
        return name;
    }

    /** Does something that only reads. */
    <T extends @Nullable Object> T reading(Work<T> work) throws SQLException {
        Session session = take();
        boolean sound = false;
        try {
            T result = work.with(session);
            sound = true;
            return result;
        } finally {
            giveBack(session, sound);
        }
    }

    /** Does something wholly or not at all; if the commit itself fails, either may be the case. */
    <T extends @Nullable Object> T writing(Work<T> work) throws SQLException {
        return inTurn(work, database.safety().seal());
    }

    /**
     * Takes what was deleted out of the database's log, too.
     *
     * @throws SQLException if somebody reads or writes for so long that it cannot be
     */
    void wipe() throws SQLException {
        String command = database.sql().wipe();
        if (command.isEmpty()) return;
        long began = System.nanoTime();
        while (isBusyWith(command)) {
            // A reader, or another process that empties the log just now, is told apart from none by asking again.
            boolean mayWait = System.nanoTime() - began < PATIENCE_NANOS
                    && !Thread.currentThread().isInterrupted();
            if (!mayWait)
                throw new SQLException("the log is in use, and what was deleted stands in it until nobody reads");
            LockSupport.parkNanos(PAUSE_NANOS);
        }
    }

    private boolean isBusyWith(String command) throws SQLException {
        writer.lock();
        try {
            return reading(session -> {
                try (Statement statement = session.connection().createStatement();
                        ResultSet row = statement.executeQuery(command)) {
                    return row.next() && row.getInt(1) != 0;
                }
            });
        } finally {
            writer.unlock();
        }
    }

    /** The same for what a power failure may undo. */
    <T extends @Nullable Object> T writingFleetingly(Work<T> work) throws SQLException {
        return inTurn(work, "");
    }

    private <T extends @Nullable Object> T inTurn(Work<T> work, String seal) throws SQLException {
        if (!database.writesOneByOne()) return writingNow(work, seal);
        writer.lock();
        try {
            return writingNow(work, seal);
        } finally {
            writer.unlock();
        }
    }

    private <T extends @Nullable Object> T writingNow(Work<T> work, String seal) throws SQLException {
        Session session = take();
        Connection connection = session.connection();
        boolean sound = false;
        try {
            connection.setAutoCommit(false);
            if (!database.sql().begin().isEmpty())
                session.execute(database.sql().begin());
            T result = work.with(session);
            connection.commit();
            sound = isReadyAgain(connection);
            if (!seal.isEmpty()) session.execute(seal);
            return result;
        } catch (SQLException | RuntimeException failed) {
            sound = rolledBack(connection, failed);
            throw failed;
        } finally {
            giveBack(session, sound);
        }
    }

    /** What is committed stands, whatever becomes of the connection. */
    private static boolean isReadyAgain(Connection connection) {
        try {
            connection.setAutoCommit(true);
            return true;
        } catch (SQLException broken) {
            log.debug("a connection broke behind its commit", broken);
            return false;
        }
    }

    private static boolean rolledBack(Connection connection, Exception why) {
        try {
            connection.rollback();
            connection.setAutoCommit(true);
            return true;
        } catch (SQLException broken) {
            why.addSuppressed(broken);
            return false;
        }
    }

    private Session take() throws SQLException {
        Session known = kept.pollFirst();
        if (known != null) {
            keptCount.decrementAndGet();
            return known;
        }
        Connection connection = source.getConnection();
        try {
            if (!connection.getAutoCommit()) connection.setAutoCommit(true);
            Session session = new Session(connection, database);
            for (String command : remedies) session.execute(command);
            return session;
        } catch (SQLException failed) {
            connection.close();
            throw failed;
        }
    }

    private void giveBack(Session session, boolean sound) throws SQLException {
        if (!sound || !rests(session)) {
            closeBroken(session);
            return;
        }
        if (!closed && !isPool && database.isPlain(session.connection())) {
            if (keptCount.incrementAndGet() <= KEPT) {
                kept.addFirst(session);
                if (closed) forget(); // since it was looked at
                return;
            }
            keptCount.decrementAndGet();
        }
        session.close();
    }

    /** What was done stands, whatever becomes of the connection. */
    private static boolean rests(Session session) {
        try {
            session.rest();
            return true;
        } catch (SQLException broken) {
            log.debug("a connection broke behind its work", broken);
            return false;
        }
    }

    /** A broken connection may not even close; the failure that is on its way says what matters. */
    private static void closeBroken(Session session) {
        try {
            session.close();
        } catch (SQLException alreadyBroken) {
            log.debug("a broken connection did not close", alreadyBroken);
        }
    }

    /** Lets go of the connections that are kept, for example because the database was away and they are dead. */
    void forget() {
        for (Session session = kept.pollFirst(); session != null; session = kept.pollFirst()) {
            keptCount.decrementAndGet();
            closeBroken(session);
        }
    }

    @Override
    public void close() {
        closed = true;
        forget();
    }
}
