package dev.spindle.retrieval;

import dev.spindle.context.AgentException;
import dev.spindle.json.Json;
import dev.spindle.retrieval.IndexedDocument.Stamp;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import javax.sql.DataSource;

/**
 * An index in a PostgreSQL database with pgvector.
 *
 * <p>One transaction is one change, and a change locks the one row of the index's state: who finds it locked is told so at once. All vectors
 * are looked at, so that none is missed. Thread-safe.
 */
final class PostgresPassageIndex implements PassageIndex {
    private static final String LOCKED = "55P03";
    /** What PostgreSQL says where two create the same at once. */
    private static final Set<String> CREATED_MEANWHILE = Set.of("23505", "42P07", "42710");

    private final DataSource source;
    private final PostgresTables tables;
    private final Words words = new Words();

    private PostgresPassageIndex(DataSource source, PostgresTables tables) {
        this.source = source;
        this.tables = tables;
    }

    static PostgresPassageIndex in(DataSource source, String name) {
        PostgresPassageIndex index = new PostgresPassageIndex(source, new PostgresTables(name));
        index.with("created", connection -> {
            try {
                index.create(connection);
            } catch (SQLException failed) {
                if (!CREATED_MEANWHILE.contains(failed.getSQLState())) throw failed;
                index.create(connection);
            }
            return true;
        });
        return index;
    }

    private void create(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            if (!hasVectors(statement)) statement.execute("create extension if not exists vector");
            for (String sql : tables.creation()) statement.execute(sql);
        }
    }

    private static boolean hasVectors(Statement statement) throws SQLException {
        try (ResultSet row = statement.executeQuery("select to_regtype('vector') is not null")) {
            return row.next() && row.getBoolean(1);
        }
    }

    /** Something that is done with a connection. */
    @FunctionalInterface
    private interface Work<T> {
        T with(Connection connection) throws SQLException;
    }

    private <T> T with(String done, Work<T> work) {
        try (Connection connection = source.getConnection()) {
            return work.with(connection);
        } catch (SQLException failed) {
            String message =
                    "The index " + tables.name() + " in the database cannot be " + done + ": " + failed.getMessage();
            if (LOCKED.equals(failed.getSQLState())) {
                throw new IndexInUseException(
                        "The index " + tables.name() + " in the database is being changed by another process", failed);
            }
            throw new AgentException(message, failed);
        }
    }

    /** What is made of a row. */
    @FunctionalInterface
    private interface Row {
        void at(ResultSet row) throws SQLException;
    }

    private void forEach(String sql, Row row) {
        with("read", connection -> {
            try (PreparedStatement statement = connection.prepareStatement(tables.named(sql));
                    ResultSet rows = statement.executeQuery()) {
                while (rows.next()) row.at(rows);
                return true;
            }
        });
    }

    @Override
    public Map<String, String> properties() {
        Map<String, String> properties = new TreeMap<>();
        forEach("select properties from NAME_state", row -> {
            Json said = Json.parse(row.getString(1));
            said.names().forEach(name -> properties.put(name, said.get(name).string()));
        });
        return properties;
    }

    @Override
    public Map<String, Stamp> documents() {
        Map<String, Stamp> stamps = new TreeMap<>();
        forEach(
                "select path, hash, bytes, modified from NAME_document",
                row -> stamps.put(row.getString(1), new Stamp(row.getString(2), row.getLong(3), row.getLong(4))));
        return stamps;
    }

    @Override
    public Map<String, String> leftOut() {
        Map<String, String> reasons = new TreeMap<>();
        forEach(
                "select path, left_out from NAME_document where left_out <> ''",
                row -> reasons.put(row.getString(1), row.getString(2)));
        return reasons;
    }

    @Override
    public int size() {
        List<Integer> size = new ArrayList<>();
        forEach("select count(*) from NAME_passage", row -> size.add(row.getInt(1)));
        return size.get(0);
    }

    @Override
    public void change(Map<String, String> properties, Collection<String> removed, Iterator<IndexedDocument> added) {
        with("written", connection -> {
            boolean committing = connection.getAutoCommit();
            connection.setAutoCommit(false);
            try (PostgresChange change = PostgresChange.begin(connection, tables, words)) {
                for (String path : removed) change.remove(path);
                while (added.hasNext()) change.put(added.next());
                change.end(properties);
                connection.commit();
                return true;
            } catch (Throwable failed) {
                connection.rollback();
                throw failed;
            } finally {
                connection.setAutoCommit(committing);
            }
        });
    }

    @Override
    public List<Hit> byWords(PassageQuery query, int most) {
        return with("searched", connection -> {
            try (PreparedStatement statement = connection.prepareStatement(tables.byWords())) {
                statement.setInt(asked(statement, query), most);
                return hits(statement);
            }
        });
    }

    @Override
    public List<Hit> wordScores(PassageQuery query, Collection<Integer> numbers) {
        return with("searched", connection -> {
            try (PreparedStatement statement = connection.prepareStatement(tables.wordScores())) {
                statement.setArray(asked(statement, query), connection.createArrayOf("integer", numbers.toArray()));
                return hits(statement);
            }
        });
    }

    /** Sets the parameters for words and where to look, and tells which is the next. */
    private int asked(PreparedStatement statement, PassageQuery query) throws SQLException {
        Object[] asked = words.of(query.text(), WordQueries.MAX_WORDS).stream()
                .map(PostgresChange::storable)
                .toArray();
        statement.setArray(1, statement.getConnection().createArrayOf("text", asked));
        return where(statement, 2, query);
    }

    @Override
    public List<Hit> byVector(float[] vector, PassageQuery query, int most) {
        return with("searched", connection -> {
            try (PreparedStatement statement = connection.prepareStatement(tables.byVector())) {
                statement.setArray(1, PostgresChange.numbers(connection, vector));
                int next = where(statement, 2, query);
                statement.setArray(next, PostgresChange.numbers(connection, vector));
                statement.setInt(next + 1, most);
                return hits(statement);
            }
        });
    }

    /** Sets the parameters that say where to look, and tells which is the next. */
    private static int where(PreparedStatement statement, int first, PassageQuery query) throws SQLException {
        statement.setString(first, PostgresChange.storable(query.folder()));
        statement.setString(first + 1, PostgresChange.storable(query.folder()));
        statement.setArray(first + 2, PostgresChange.metadata(statement.getConnection(), query.metadata()));
        return first + 3;
    }

    private static List<Hit> hits(PreparedStatement statement) throws SQLException {
        List<Hit> hits = new ArrayList<>();
        try (ResultSet rows = statement.executeQuery()) {
            while (rows.next()) hits.add(new Hit(rows.getInt(1), rows.getFloat(2)));
        }
        return hits;
    }

    @Override
    public Optional<FoundPassage> find(int number) {
        return with("read", connection -> {
            String sql = tables.named("select stored from NAME_passage where number = ?");
            try (PreparedStatement statement = connection.prepareStatement(sql)) {
                statement.setInt(1, number);
                return passages(statement).stream().findFirst();
            }
        });
    }

    @Override
    public List<FoundPassage> passagesOf(String path) {
        return with("read", connection -> {
            String sql = tables.named("select stored from NAME_passage where path = ? order by place");
            try (PreparedStatement statement = connection.prepareStatement(sql)) {
                statement.setString(1, PostgresChange.storable(path));
                return passages(statement);
            }
        });
    }

    private static List<FoundPassage> passages(PreparedStatement statement) throws SQLException {
        List<FoundPassage> passages = new ArrayList<>();
        try (ResultSet rows = statement.executeQuery()) {
            while (rows.next()) passages.add(StoredPassage.read(rows.getString(1)));
        }
        return passages;
    }

    /** Every look is at the newest state. */
    @Override
    public void refresh() {}

    /** The connections are the caller's to close. */
    @Override
    public void close() {
        words.close();
    }
}
