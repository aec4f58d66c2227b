package dev.spindle.jdbc;

import dev.spindle.journal.KeptEvent;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/*
 * A content is needed as long as a run or another content refers to it, and each reference is a row. Who adds references shares the
 * one row of spindle_sweep until its transaction ends, who takes contents away has it alone; so nothing is taken to which a row that
 * nobody sees yet refers. Whoever has committed a content need not send it again, until somebody has swept: then the number in that
 * row is another.
 */
/** What events refer to, once each. Thread-safe. */
final class ContentTable {
    private static final int AT_ONCE = 500;
    private static final int REMEMBERED = 10_000;
    private static final int RUN = 0;
    private static final int CONTENT = 1;

    private final Database database;
    private final Set<String> safe = Collections.newSetFromMap(new Recent());
    private long sweepsSeen = -1;

    ContentTable(Database database) {
        this.database = database;
    }

    /** Keeps what batches refer to, and that they do; gives what {@link #committed} wants to know, 0 if they refer to nothing. */
    long keep(Session session, List<Batch> batches) throws SQLException {
        List<Batch> referring =
                batches.stream().filter(batch -> !batch.references().isEmpty()).toList();
        if (referring.isEmpty()) return 0;
        long sweeps = sweeps(session);
        // In the order of their hashes, so that two writers never wait for one another.
        Map<String, String> contents = new TreeMap<>();
        referring.forEach(batch -> contents.putAll(batch.contents()));
        Map<String, String> missing = missing(contents, sweeps);
        insert(session, missing);
        PreparedStatement insert = session.prepared(database.sql().keep().reference());
        for (Map.Entry<String, String> content : missing.entrySet())
            add(insert, CONTENT, content.getKey(), KeptEvent.referencesOf(content.getValue()));
        for (Batch batch : referring) add(insert, RUN, batch.runId(), batch.references());
        insert.executeBatch();
        return sweeps;
    }

    /** In characters, of all that must be written with a batch. */
    synchronized long sizeToWrite(Batch batch) {
        long size = batch.sizeOfLines();
        for (Map.Entry<String, String> content : batch.contents().entrySet())
            if (!safe.contains(content.getKey())) size += content.getValue().length();
        return size;
    }

    /** The contents of a batch that must be written, without its events: of each slice there are so many characters, or one content. */
    synchronized List<Batch> slicesToWrite(Batch batch, long characters) {
        List<Batch> slices = new ArrayList<>();
        Map<String, String> slice = new TreeMap<>();
        long size = 0;
        for (Map.Entry<String, String> content : batch.contents().entrySet()) {
            if (safe.contains(content.getKey())) continue;
            size += content.getValue().length();
            if (size > characters && !slice.isEmpty()) {
                slices.add(batch.ahead(slice));
                slice = new TreeMap<>();
                size = content.getValue().length();
            }
            slice.put(content.getKey(), content.getValue());
        }
        if (!slice.isEmpty()) slices.add(batch.ahead(slice));
        return slices;
    }

    private void insert(Session session, Map<String, String> contents) throws SQLException {
        if (contents.isEmpty()) return;
        PreparedStatement insert = session.prepared(database.sql().keep().content());
        for (Map.Entry<String, String> content : contents.entrySet()) {
            insert.setString(1, content.getKey());
            session.set(insert, 2, content.getValue());
            insert.addBatch();
        }
        insert.executeBatch();
    }

    private static void add(PreparedStatement insert, int kind, String holder, Set<String> hashes) throws SQLException {
        for (String hash : hashes) {
            insert.setInt(1, kind);
            insert.setString(2, holder);
            insert.setString(3, hash);
            insert.addBatch();
        }
    }

    private long sweeps(Session session) throws SQLException {
        try (ResultSet row = session.query(database.sql().shareSweep())) {
            return row.next() ? row.getLong(1) : 0;
        }
    }

    private synchronized Map<String, String> missing(Map<String, String> contents, long sweeps) {
        if (sweeps > sweepsSeen) {
            safe.clear();
            sweepsSeen = sweeps;
        }
        Map<String, String> missing = new LinkedHashMap<>(contents);
        if (sweeps == sweepsSeen) missing.keySet().removeAll(safe);
        return missing;
    }

    /** The contents of a batch are committed. */
    synchronized void committed(Batch batch, long sweeps) {
        if (sweeps == sweepsSeen) safe.addAll(batch.contents().keySet());
    }

    /** Takes what runs referred to, and what that referred to, unless somebody else refers to it. */
    static void forget(Session session, Collection<String> runIds) throws SQLException {
        session.update("UPDATE spindle_sweep SET generation = generation + 1");
        Set<String> candidates = new HashSet<>();
        for (String runId : runIds) candidates.addAll(taken(session, RUN, runId));
        while (!candidates.isEmpty()) {
            Set<String> next = new HashSet<>();
            for (String hash : unneeded(session, candidates)) {
                session.update("DELETE FROM spindle_content WHERE hash = ?", hash);
                next.addAll(taken(session, CONTENT, hash));
            }
            candidates = next;
        }
    }

    /** Deletes the references of one who had them. */
    private static List<String> taken(Session session, int kind, String holder) throws SQLException {
        List<String> hashes = EventTable.strings(
                session, "SELECT hash FROM spindle_reference WHERE holder = ? AND kind = ?", holder, kind);
        session.update("DELETE FROM spindle_reference WHERE holder = ? AND kind = ?", holder, kind);
        return hashes;
    }

    private static Set<String> unneeded(Session session, Set<String> hashes) throws SQLException {
        Set<String> unneeded = new HashSet<>(hashes);
        List<String> all = List.copyOf(hashes);
        for (int from = 0; from < all.size(); from += AT_ONCE) {
            List<String> some = all.subList(from, Math.min(all.size(), from + AT_ONCE));
            String query = "SELECT DISTINCT hash FROM spindle_reference WHERE hash IN (" + marks(some) + ")";
            EventTable.strings(session, query, some.toArray()).forEach(unneeded::remove);
        }
        return unneeded;
    }

    /** Notes the references of what was kept before there were any. */
    static void fill(Session session, Database database) throws SQLException {
        PreparedStatement insert = session.prepared(database.sql().keep().reference());
        fill(session, insert, RUN, "SELECT run_id, line FROM spindle_event WHERE line LIKE '{\"v\":1,\"apart\":%'");
        fill(
                session,
                insert,
                CONTENT,
                "SELECT hash, content FROM spindle_content WHERE content LIKE '{\"before\":%'"
                        + " OR content LIKE '{\"turns\":%' OR content LIKE '{\"text\":%'");
    }

    private static void fill(Session session, PreparedStatement insert, int kind, String query) throws SQLException {
        PreparedStatement select = session.prepared(query);
        select.setFetchSize(AT_ONCE);
        try (ResultSet rows = select.executeQuery()) {
            while (rows.next()) {
                String text = rows.getString(2);
                Set<String> hashes = kind == RUN ? KeptEvent.references(text) : KeptEvent.referencesOf(text);
                add(insert, kind, rows.getString(1), hashes);
                if (!hashes.isEmpty()) insert.executeBatch();
            }
        }
    }

    static Map<String, String> find(Session session, Collection<String> hashes) throws SQLException {
        List<String> wanted = new ArrayList<>(Set.copyOf(hashes));
        Map<String, String> found = new HashMap<>();
        for (int from = 0; from < wanted.size(); from += AT_ONCE) {
            List<String> some = wanted.subList(from, Math.min(wanted.size(), from + AT_ONCE));
            String query = "SELECT hash, content FROM spindle_content WHERE hash IN (" + marks(some) + ")";
            try (ResultSet rows = session.query(query, some.toArray())) {
                while (rows.next()) found.put(rows.getString(1), rows.getString(2));
            }
        }
        return found;
    }

    private static String marks(Collection<String> values) {
        return String.join(", ", Collections.nCopies(values.size(), "?"));
    }

    /** Which hashes were committed last. */
    private static final class Recent extends LinkedHashMap<String, Boolean> {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Boolean> eldest) {
            return size() > REMEMBERED;
        }
    }
}
