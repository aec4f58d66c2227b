package dev.spindle.retrieval;

import dev.spindle.json.Json;
import dev.spindle.retrieval.IndexedDocument.Entry;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** A change of an index in PostgreSQL, within one transaction that is the caller's to end. For one thread. */
final class PostgresChange implements AutoCloseable {
    private static final int FIELDS = PostgresTables.FIELDS;

    private final Connection connection;
    private final PostgresTables tables;
    private final Words words;
    private final PreparedStatement passage;
    private final PreparedStatement word;
    /** Of each field: how many passages have words there, and how many words. */
    private final long[] passages = new long[FIELDS];

    private final long[] lengths = new long[FIELDS];
    private int last;

    private PostgresChange(Connection connection, PostgresTables tables, Words words) throws SQLException {
        this.connection = connection;
        this.tables = tables;
        this.words = words;
        this.passage = prepared("insert into NAME_passage values (?, ?, ?, ?, ?, ?, ?::real[]::vector)");
        this.word = prepared("insert into NAME_word values (?, ?, ?)");
    }

    /** Locks the index; fails at once where another has. */
    static PostgresChange begin(Connection connection, PostgresTables tables, Words words) throws SQLException {
        PostgresChange change = new PostgresChange(connection, tables, words);
        try (Statement statement = connection.createStatement();
                ResultSet state = statement.executeQuery(
                        tables.named("select last_number, passages, words from NAME_state for update nowait"))) {
            state.next();
            change.last = state.getInt(1);
            count(change.passages, state.getArray(2));
            count(change.lengths, state.getArray(3));
        }
        return change;
    }

    private static void count(long[] sums, Array counted) throws SQLException {
        Object[] numbers = (Object[]) counted.getArray();
        for (int field = 0; field < FIELDS; field++) sums[field] = ((Number) numbers[field]).longValue();
    }

    private PreparedStatement prepared(String sql) throws SQLException {
        return connection.prepareStatement(tables.named(sql));
    }

    /** Forgets a document. */
    void remove(String path) throws SQLException {
        numbersOf(path);
    }

    /** Forgets a document, and tells the numbers that its passages had by their ids, in its order. */
    private Map<String, Queue<Integer>> numbersOf(String path) throws SQLException {
        execute("delete from NAME_word where number in (select number from NAME_passage where path = ?)", path);
        Map<Integer, String> ids = new TreeMap<>();
        try (PreparedStatement statement =
                prepared("delete from NAME_passage where path = ? returning number, id, lengths")) {
            statement.setString(1, storable(path));
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    ids.put(rows.getInt(1), rows.getString(2));
                    Object[] gone = (Object[]) rows.getArray(3).getArray();
                    for (int field = 0; field < FIELDS; field++) count(field, -((Number) gone[field]).intValue());
                }
            }
        }
        execute("delete from NAME_document where path = ?", path);
        Map<String, Queue<Integer>> numbers = new HashMap<>();
        ids.forEach((number, id) ->
                numbers.computeIfAbsent(id, none -> new ArrayDeque<>()).add(number));
        return numbers;
    }

    private void execute(String sql, String path) throws SQLException {
        try (PreparedStatement statement = prepared(sql)) {
            statement.setString(1, storable(path));
            statement.executeUpdate();
        }
    }

    private void count(int field, int length) {
        passages[field] += Integer.signum(length);
        lengths[field] += length;
    }

    /** Puts a document in the place of that of the same path. */
    void put(IndexedDocument document) throws SQLException {
        Map<String, Queue<Integer>> numbers = numbersOf(document.path());
        try (PreparedStatement statement = prepared("insert into NAME_document values (?, ?, ?, ?, ?, ?)")) {
            statement.setString(1, storable(document.path()));
            statement.setString(2, document.stamp().hash());
            statement.setLong(3, document.stamp().bytes());
            statement.setLong(4, document.stamp().modified());
            statement.setString(5, storable(document.leftOut()));
            statement.setArray(6, metadata(connection, document.metadata()));
            statement.executeUpdate();
        }
        int place = 0;
        for (Entry entry : document.passages()) {
            Integer known = numbers.getOrDefault(entry.passage().id(), new ArrayDeque<>())
                    .poll();
            put(known == null ? ++last : known, place++, document.path(), entry);
        }
        passage.executeBatch();
        word.executeBatch();
    }

    private void put(int number, int place, String path, Entry entry) throws SQLException {
        Integer[] length = new Integer[FIELDS];
        Map<String, Integer[]> counts = new TreeMap<>();
        StoredPassage texts = StoredPassage.of(entry);
        List<String> fields = List.of(texts.title(), texts.heading(), texts.body(), texts.around());
        for (int field = 0; field < FIELDS; field++) {
            List<String> all = words.all(fields.get(field), Integer.MAX_VALUE);
            for (String one : all) counts.computeIfAbsent(storable(one), none -> new Integer[] {0, 0, 0, 0})[field]++;
            length[field] = all.size();
            count(field, all.size());
        }
        passage.setInt(1, number);
        passage.setString(2, storable(path));
        passage.setInt(3, place);
        passage.setString(4, entry.passage().id());
        passage.setString(5, storable(StoredPassage.written(number, entry.passage())));
        passage.setArray(6, connection.createArrayOf("integer", length));
        passage.setArray(7, numbers(connection, entry.vector()));
        passage.addBatch();
        for (Map.Entry<String, Integer[]> counted : counts.entrySet()) {
            word.setString(1, counted.getKey());
            word.setInt(2, number);
            word.setArray(3, connection.createArrayOf("integer", counted.getValue()));
            word.addBatch();
        }
    }

    /** Writes down what is known of all. */
    void end(Map<String, String> properties) throws SQLException {
        Map<String, Json> said = new TreeMap<>();
        properties.forEach((name, value) -> said.put(name, Json.of(value)));
        try (PreparedStatement statement =
                prepared("update NAME_state set properties = ?, last_number = ?, passages = ?, words = ?")) {
            statement.setString(1, storable(Json.object(said).text()));
            statement.setInt(2, last);
            statement.setArray(3, connection.createArrayOf("bigint", boxed(passages)));
            statement.setArray(4, connection.createArrayOf("bigint", boxed(lengths)));
            statement.executeUpdate();
        }
    }

    private static Object[] boxed(long[] numbers) {
        return Arrays.stream(numbers).boxed().toArray();
    }

    static @Nullable Array numbers(Connection connection, float @Nullable [] vector) throws SQLException {
        if (vector == null) return null;
        Float[] numbers = new Float[vector.length];
        for (int i = 0; i < vector.length; i++) numbers[i] = vector[i];
        return connection.createArrayOf("real", numbers);
    }

    static Array metadata(Connection connection, Map<String, String> metadata) throws SQLException {
        List<String> said = new ArrayList<>();
        metadata.forEach((name, value) -> said.add(storable(name + "=" + value)));
        return connection.createArrayOf("text", said.toArray());
    }

    /** A text without the characters that PostgreSQL does not take. */
    static String storable(String text) {
        return Words.wellFormed(text).replace('\0', '\uFFFD');
    }

    @Override
    public void close() throws SQLException {
        passage.close();
        word.close();
    }
}
