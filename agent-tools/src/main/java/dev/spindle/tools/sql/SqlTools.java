package dev.spindle.tools.sql;

import dev.spindle.tool.Param;
import dev.spindle.tool.Tool;
import dev.spindle.tool.Tool.Effect;
import dev.spindle.tool.ToolResult;
import dev.spindle.tools.text.QuotedText;
import java.io.IOException;
import java.io.Reader;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Types;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * Tools that read a database: {@code sql_schema} tells its tables, {@code sql_query} runs a query.
 *
 * <p>A statement is run if it is one query with known functions, in a session in which the database refuses to write as far as it can, and is
 * rolled back. Rows, characters and time are bounded. Give the data source a user who may read what a model may see, and no more: that
 * is the wall, and this is the fence before it. Thread-safe.
 */
public final class SqlTools {
    private static final int MAX_TABLES = 200;
    private static final int MAX_CELL = 1_000;
    private static final int MAX_MESSAGE = 500;
    private static final Duration MORE = Duration.ofSeconds(5);

    private final DataSource source;
    private final SqlPolicy policy;

    /** Tools for a database, with the default policy. */
    public SqlTools(DataSource source) {
        this(source, SqlPolicy.DEFAULT);
    }

    /** Tools for a database. */
    public SqlTools(DataSource source, SqlPolicy policy) {
        this.source = source;
        this.policy = policy;
    }

    /** Tells the tables and views with their columns. */
    @Tool(
            name = "sql_schema",
            value = "Tells the tables and views of the database, or the columns of one of them.",
            effect = Effect.READ,
            timeout = "none",
            untrusted = true)
    public ToolResult schema(@Param("A table, for its columns; all tables if left out") @Nullable String table)
            throws InterruptedException {
        return run(statement -> describe(statement.getConnection().getMetaData(), table));
    }

    /** Runs a query. */
    @Tool(
            name = "sql_query",
            value = "Runs one query (SELECT, WITH or VALUES) and returns its rows. It cannot change anything.",
            effect = Effect.READ,
            timeout = "none",
            untrusted = true)
    public ToolResult query(@Param("The query, without comments") String sql) throws InterruptedException {
        try {
            String checked = ReadOnlySql.check(sql, policy.functions());
            return run(statement -> {
                try (ResultSet rows = statement.executeQuery(checked)) {
                    return shown(rows);
                }
            });
        } catch (RefusedSqlException refused) {
            return ToolResult.failed(refused.explanation());
        }
    }

    /** What is done with a statement of a read-only session. */
    private interface Reading {
        String with(Statement statement) throws SQLException, IOException;
    }

    /** On a thread of its own, since drivers do not hear an interrupt. */
    private ToolResult run(Reading reading) throws InterruptedException {
        StoppableStatement running = new StoppableStatement();
        Callable<String> work = () -> {
            try (ReadOnlySession session = ReadOnlySession.open(source);
                    Statement statement = bounded(session.connection())) {
                running.begin(statement);
                return reading.with(statement);
            }
        };
        FutureTask<String> task = new FutureTask<>(work);
        Thread thread = new Thread(task, "spindle-sql");
        thread.setDaemon(true);
        thread.start();
        try {
            return ToolResult.text(task.get(policy.timeout().toMillis(), TimeUnit.MILLISECONDS));
        } catch (TimeoutException late) {
            running.stop(thread, MORE);
            return ToolResult.failed("The query took longer than "
                    + policy.timeout().toSeconds() + " s and was cancelled. Ask for less.");
        } catch (InterruptedException stopped) {
            running.stop(thread, MORE);
            throw stopped;
        } catch (ExecutionException failed) {
            return failed(failed.getCause());
        }
    }

    private Statement bounded(Connection connection) throws SQLException {
        Statement statement = connection.createStatement(ResultSet.TYPE_FORWARD_ONLY, ResultSet.CONCUR_READ_ONLY);
        statement.setMaxRows(policy.maxRows() + 1);
        statement.setFetchSize(Math.min(100, policy.maxRows() + 1));
        statement.setEscapeProcessing(false);
        return statement;
    }

    private static ToolResult failed(@Nullable Throwable cause) {
        if (cause instanceof SQLException wrong) {
            String said = String.valueOf(wrong.getMessage());
            return ToolResult.failed("The database says: " + QuotedText.line(said, MAX_MESSAGE));
        }
        throw new IllegalStateException("A query failed in an unforeseen way", cause);
    }

    private String shown(ResultSet rows) throws SQLException, IOException {
        ResultSetMetaData columns = rows.getMetaData();
        StringBuilder text = new StringBuilder(header(columns));
        int count = 0;
        while (rows.next()) {
            if (count == policy.maxRows() || text.length() > policy.maxCharacters()) {
                return text.append("[there are more rows; ask for fewer, or for less of each]\n")
                        .toString();
            }
            for (int column = 1; column <= columns.getColumnCount(); column++) {
                text.append(column == 1 ? "| " : " | ").append(cell(rows, column, columns.getColumnType(column)));
            }
            text.append('\n');
            count++;
        }
        return text.append("[rows: ").append(count).append("]\n").toString();
    }

    private static String header(ResultSetMetaData columns) throws SQLException {
        List<String> names = new ArrayList<>();
        for (int column = 1; column <= columns.getColumnCount(); column++) {
            names.add(QuotedText.line(columns.getColumnLabel(column), MAX_CELL));
        }
        return "| " + String.join(" | ", names) + "\n";
    }

    private static String cell(ResultSet rows, int column, int type) throws SQLException, IOException {
        switch (type) {
            case Types.BLOB, Types.BINARY, Types.VARBINARY, Types.LONGVARBINARY -> {
                return "(binary)";
            }
            case Types.CLOB, Types.NCLOB, Types.LONGVARCHAR, Types.VARCHAR, Types.LONGNVARCHAR, Types.NVARCHAR -> {
                return text(rows.getCharacterStream(column));
            }
            default -> {
                String value = rows.getString(column);
                return value == null ? "NULL" : QuotedText.line(value, MAX_CELL);
            }
        }
    }

    private static String text(@Nullable Reader reader) throws IOException {
        if (reader == null) return "NULL";
        try (reader) {
            char[] buffer = new char[MAX_CELL + 1];
            int length = 0;
            int read = reader.read(buffer, 0, buffer.length);
            while (read > 0) {
                length += read;
                read = reader.read(buffer, length, buffer.length - length);
            }
            String kept = new String(buffer, 0, Math.min(length, MAX_CELL));
            return QuotedText.line(kept, MAX_CELL) + (length > MAX_CELL ? "…" : "");
        }
    }

    private static String describe(DatabaseMetaData database, @Nullable String table) throws SQLException {
        List<String[]> tables = tables(database, table);
        if (tables.isEmpty()) return "There is no such table.\n";
        StringBuilder text =
                new StringBuilder("Database: " + QuotedText.line(database.getDatabaseProductName(), MAX_CELL) + "\n");
        for (String[] each : tables.subList(0, Math.min(MAX_TABLES, tables.size()))) {
            text.append("| ")
                    .append(QuotedText.line(each[0] + "." + each[1] + " (" + each[2] + ")", MAX_CELL))
                    .append('\n');
            if (table != null || tables.size() <= 10) columns(database, each, text);
        }
        if (tables.size() > MAX_TABLES) text.append("[there are more tables; name one]\n");
        return text.toString();
    }

    private static List<String[]> tables(DatabaseMetaData database, @Nullable String wanted) throws SQLException {
        List<String[]> found = new ArrayList<>();
        try (ResultSet tables = database.getTables(null, null, "%", null)) {
            while (tables.next() && found.size() <= MAX_TABLES) {
                String schema = String.valueOf(tables.getString("TABLE_SCHEM"));
                String name = tables.getString("TABLE_NAME");
                String type = String.valueOf(tables.getString("TABLE_TYPE"));
                boolean own = type.endsWith("TABLE") || type.equals("VIEW");
                boolean system = type.startsWith("SYSTEM")
                        || schema.toLowerCase(Locale.ROOT).matches("information_schema|pg_catalog|pg_toast");
                if (own && !system && (wanted == null || wanted.equalsIgnoreCase(name)))
                    found.add(new String[] {schema, name, type});
            }
        }
        return found;
    }

    private static void columns(DatabaseMetaData database, String[] table, StringBuilder text) throws SQLException {
        String escape = database.getSearchStringEscape();
        String name = table[1].replace("_", escape + "_").replace("%", escape + "%");
        try (ResultSet columns = database.getColumns(null, null, name, "%")) {
            while (columns.next()) {
                if (!table[0].equals(String.valueOf(columns.getString("TABLE_SCHEM")))) continue;
                text.append("|   ")
                        .append(QuotedText.line(
                                columns.getString("COLUMN_NAME") + " " + columns.getString("TYPE_NAME"), MAX_CELL))
                        .append("NO".equals(columns.getString("IS_NULLABLE")) ? " NOT NULL" : "")
                        .append('\n');
            }
        }
    }
}
