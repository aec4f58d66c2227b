package dev.spindle.jdbc;

import dev.spindle.context.Ids;
import dev.spindle.event.EventJson;
import dev.spindle.event.Input;
import dev.spindle.event.RunEvent.Recorded;
import dev.spindle.jdbc.Append.Kept;
import dev.spindle.journal.Journal;
import dev.spindle.journal.Journal.Conflicts;
import dev.spindle.journal.Journal.Erasure;
import dev.spindle.journal.Journal.KeptRun;
import dev.spindle.journal.JournalException;
import dev.spindle.journal.KeptEvent;
import dev.spindle.json.JsonException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.UUID;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps runs in a database: SQLite, H2, PostgreSQL, MariaDB or MySQL, through any {@link DataSource}, with or without a pool.
 * Thread-safe.
 *
 * <p>A connection is used for one piece of work and closed; those that come from the driver itself are kept instead. Behind a data source
 * that wraps the driver's connections, to log or to count, and is no pool, each append would open one: put a pool in front of it.
 *
 * <p>An append is kept when {@link #append} returns; appends of several runs that wait at the same time are one transaction, in which a
 * conflict of one costs the others nothing. SQLite is set to write-ahead logging with
 * {@code synchronous = FULL}, PostgreSQL to {@code synchronous_commit}, H2 to {@code WRITE_DELAY 0} and a {@code CHECKPOINT SYNC} after
 * each commit, and a database that cannot be set so is refused; so is a MariaDB or MySQL that does not sync each commit, or whose
 * connections do not speak utf8mb4. A file of H2 must be opened with {@code REUSE_SPACE=FALSE} in its URL, and
 * grows with each commit until it is closed with {@code SHUTDOWN COMPACT}; SQLite needs neither. The tables begin with {@code spindle_}; they are created and brought
 * up to date when the journal is made.
 *
 * <p>Whoever drives a run has a lease of 30 seconds by the database's clock, which a thread renews. A driver whose process has died can be
 * succeeded two thirds to five sixths of a lease later, and at once if the process was of this host (on Linux). A driver that was succeeded meets a
 * {@link Journal.ConflictException} at its next append.
 *
 * <p>A database that goes away for a while is waited for, 30 seconds unless set; nothing is lost or doubled by that, since what may
 * have been committed is read back first. Then a {@link JournalException} says so; the run can be resumed later.
 */
public final class JdbcJournal implements Journal, AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(JdbcJournal.class);
    private static final Duration DEFAULT_LEASE = Duration.ofSeconds(30);

    /**
     * A lease is written shorter than it is called by one of so many parts, and renewed with each: so a run is free two thirds to five sixths
     * of a lease after its driver has died, and the last sixth is left for those who look for such runs.
     */
    private static final int PARTS = 6;

    private static final Duration DEFAULT_PATIENCE = Duration.ofSeconds(30);
    private static final Duration SHORTEST_LEASE = Duration.ofMillis(100);
    private static final Duration LONGEST_RENEWAL = Duration.ofSeconds(5);

    private final Connections connections;
    private final Duration lease;
    private final Duration patience;
    private final Retrying retrying;
    private final RunTable runs;
    private final GroupCommit commits;
    private final GroupRead lines;
    private final Leases leases;

    private JdbcJournal(Connections connections, Duration lease, Duration patience) {
        this.connections = connections;
        this.lease = lease;
        this.patience = patience;
        this.retrying = new Retrying(connections, patience);
        this.runs = new RunTable(connections.database(), Owner.here(), lease.minus(lease.dividedBy(PARTS)));
        this.commits = new GroupCommit(connections, runs);
        this.lines = new GroupRead(connections);
        this.leases = new Leases(lease.dividedBy(PARTS), this::renew);
    }

    /**
     * A journal in the database of a data source.
     *
     * @throws JournalException if it cannot be reached, is none that we know, could lose what it has committed, or was written by a
     *     newer Spindle
     */
    public static JdbcJournal on(DataSource source) {
        try {
            Connections connections = Connections.to(source);
            Schema.migrate(connections);
            return new JdbcJournal(connections, DEFAULT_LEASE, DEFAULT_PATIENCE);
        } catch (SQLException failed) {
            throw new JournalException(
                    "The database cannot keep a journal: " + failed.getMessage()
                            + "; check the data source, and that its user may create tables",
                    failed);
        }
    }

    /**
     * This journal with leases of another length, from 100 milliseconds; use it instead of this one.
     *
     * <p>Two thirds of it must be longer than any pause in which this process cannot run; it is how long a dead driver on another host
     * may block its run, with a sixth of it for those who look for such runs.
     */
    public JdbcJournal withLease(Duration length) {
        if (length.compareTo(SHORTEST_LEASE) < 0)
            throw new IllegalArgumentException("The lease is " + length + "; it must be at least " + SHORTEST_LEASE);
        return new JdbcJournal(connections, length, patience);
    }

    /** This journal with more or less patience with a database that is away; use it instead of this one. */
    public JdbcJournal withPatience(Duration length) {
        return new JdbcJournal(connections, lease, length);
    }

    @Override
    public void append(String runId, long position, List<Recorded> added) {
        Batch batch = Batch.of(Ids.run(runId), position, added);
        try {
            if (Conflicts.takesTheWheel(added)) takeTheWheel(batch);
            else goOn(batch);
        } catch (SQLException failed) {
            throw failed("write run '" + runId + "' at position " + position + " in", failed);
        }
    }

    private void takeTheWheel(Batch batch) throws SQLException {
        Kept kept = write(batch, null);
        if (!batch.ending()) leases.hold(batch.runId(), kept.fence());
    }

    private void goOn(Batch batch) throws SQLException {
        OptionalLong fence = leases.fence(batch.runId());
        if (fence.isEmpty()) throw Conflicts.notDrivenHere(batch.runId());
        try {
            write(batch, fence.getAsLong());
        } catch (Journal.ConflictException succeeded) {
            leases.drop(batch.runId(), fence.getAsLong());
            throw succeeded;
        }
        if (batch.ending()) leases.drop(batch.runId(), fence.getAsLong());
    }

    private Kept write(Batch batch, @Nullable Long fence) throws SQLException {
        return retrying.repeat(doubtful -> commits.write(new Append(batch, fence, doubtful)));
    }

    @Override
    public List<Recorded> read(String runId, long from) {
        List<Recorded> found = new ArrayList<>();
        for (String line : lines("run '" + runId + "'", new GroupRead.Question(GroupRead.Table.EVENT, runId, from))) {
            found.add(event(runId, line, from + found.size()));
        }
        return found;
    }

    private Recorded event(String runId, String line, long position) {
        try {
            return KeptEvent.read(line, this::contents);
        } catch (JournalException damaged) {
            throw new JournalException(
                    "Event " + position + " of run '" + runId + "' in " + connections.name() + ": "
                            + damaged.getMessage(),
                    damaged);
        }
    }

    private Map<String, String> contents(Collection<String> hashes) {
        return reading("contents", session -> ContentTable.find(session, hashes));
    }

    @Override
    public void post(String runId, Input input) {
        String line = EventJson.writeInput(input);
        String postId = UUID.randomUUID().toString();
        try {
            retrying.writing((session, doubtful) -> {
                if (doubtful && Inbox.holds(session, runId, postId)) return true;
                Inbox.insert(session, Ids.run(runId), postId, line);
                return true;
            });
        } catch (SQLException failed) {
            throw failed("post to run '" + runId + "' in", failed);
        }
    }

    @Override
    public List<Input> inbox(String runId, long from) {
        GroupRead.Question question = new GroupRead.Question(GroupRead.Table.INBOX, runId, from);
        return lines("the inbox of run '" + runId + "'", question).stream()
                .map(JdbcJournal::input)
                .toList();
    }

    @Override
    public Set<String> havingPosts(Map<String, Long> taken) {
        return reading("inboxes", session -> Inbox.havingMore(session, taken));
    }

    private static Input input(String line) {
        try {
            return EventJson.readInput(line);
        } catch (JsonException damaged) {
            throw new JournalException(String.valueOf(damaged.getMessage()), damaged);
        }
    }

    @Override
    public List<String> unfinished() {
        return reading("the list of runs", RunTable::unfinished);
    }

    @Override
    public Map<String, Long> undriven() {
        return reading("the list of runs", runs::undriven);
    }

    @Override
    public Map<String, Ends> ends(Collection<String> runIds) {
        return reading("runs", session -> RunTable.ends(session, runIds));
    }

    @Override
    public List<String> runs() {
        return reading("the list of runs", RunTable::all);
    }

    @Override
    public List<KeptRun> runs(Journal.Query query) {
        return reading("the list of runs", session -> RunTable.kept(session, query));
    }

    /**
     * {@inheritDoc}
     *
     * <p>SQLite overwrites what is deleted, in its file and in its log, which is emptied for that; {@code VACUUM} gives the space back. In
     * PostgreSQL old rows go with the next vacuum, and in an H2 file with {@code SHUTDOWN COMPACT}, in MariaDB and MySQL with the next purge.
     */
    @Override
    public boolean delete(String runId) {
        boolean deleted = erase(runId);
        if (deleted) wipe("run '" + runId + "' is");
        return deleted;
    }

    @Override
    public List<KeptRun> deleteAll(Journal.Query query) {
        try {
            List<KeptRun> left = Erasure.each(this, query, this::erase);
            wipe("the runs are");
            return left;
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }

    private boolean erase(String runId) {
        try {
            return retrying.writing((session, doubtful) -> {
                List<String> family = runs.delete(session, Ids.run(runId));
                ContentTable.forget(session, family);
                return !family.isEmpty() || doubtful;
            });
        } catch (SQLException failed) {
            throw failed("delete run '" + runId + "' in", failed);
        }
    }

    private void wipe(String what) {
        try {
            connections.wipe();
        } catch (SQLException failed) {
            throw new JournalException(
                    what + " deleted, but not from the log of " + connections.name() + ": " + failed.getMessage()
                            + "; delete something again when less is going on",
                    failed);
        }
    }

    @Override
    public void release(String runId) {
        OptionalLong fence = leases.fence(runId);
        if (fence.isEmpty()) return;
        leases.drop(runId, fence.getAsLong());
        try {
            connections.writingFleetingly(session -> {
                runs.release(session, runId, fence.getAsLong());
                return true;
            });
        } catch (SQLException | RuntimeException failed) {
            log.warn("run={} could not be released in {}; its lease ends by itself", runId, connections.name(), failed);
        }
    }

    /** Renews leases; which of them are not lost. */
    private Set<String> renew(Set<String> runIds) {
        try {
            return connections.writingFleetingly(session -> runs.renew(session, List.copyOf(runIds)));
        } catch (SQLException | RuntimeException failed) {
            log.warn(
                    "runs={} their leases could not be renewed in {} and will be tried again: {}",
                    runIds.size(),
                    connections.name(),
                    failed.toString());
            return runIds;
        }
    }

    /**
     * Lets go of all runs that are driven from here, and of the connections that were kept.
     *
     * <p>A renewal that is under way is waited for, 5 seconds at most, so that nothing of this journal uses the database afterwards.
     */
    @Override
    public void close() {
        leases.all().keySet().forEach(this::release);
        leases.awaitRest(LONGEST_RENEWAL);
        connections.close();
    }

    private List<String> lines(String what, GroupRead.Question question) {
        try {
            return retrying.repeat(doubtful -> lines.find(question));
        } catch (SQLException failed) {
            throw failed("read " + what + " in", failed);
        }
    }

    private <T> T reading(String what, Connections.Work<T> work) {
        try {
            return retrying.reading(work);
        } catch (SQLException failed) {
            throw failed("read " + what + " in", failed);
        }
    }

    private JournalException failed(String act, SQLException failed) {
        return new JournalException(
                "Cannot " + act + " " + connections.name() + ": " + failed.getMessage()
                        + "; what was recorded before stands. See that the database can be reached and written, then resume the run",
                failed);
    }
}
