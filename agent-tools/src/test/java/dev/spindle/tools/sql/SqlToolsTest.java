package dev.spindle.tools.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import dev.spindle.message.ToolMessage.Outcome;
import dev.spindle.tool.ToolResult;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.h2.jdbcx.JdbcDataSource;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.sqlite.SQLiteDataSource;

/** Queries and attacks on real databases: H2, SQLite and PostgreSQL. */
class SqlToolsTest {
    @TempDir
    static Path folder;

    private static final List<DataSource> DATABASES = new ArrayList<>();
    private static EmbeddedPostgres postgres;

    @BeforeAll
    static void threeDatabases() throws Exception {
        JdbcDataSource h2 = new JdbcDataSource();
        h2.setURL("jdbc:h2:mem:sqltools;DB_CLOSE_DELAY=-1");
        SQLiteDataSource sqlite = new SQLiteDataSource();
        sqlite.setUrl("jdbc:sqlite:" + folder.resolve("test.db"));
        postgres = EmbeddedPostgres.start();
        DATABASES.addAll(List.of(h2, sqlite, postgres.getPostgresDatabase()));
        for (DataSource database : DATABASES) {
            execute(database, "CREATE TABLE person (id INT PRIMARY KEY, name VARCHAR(2000), age INT NOT NULL)");
            execute(database, "INSERT INTO person VALUES (1, 'Ann', 30), (2, 'Bo', 40), (3, NULL, 50)");
        }
        execute(postgres.getPostgresDatabase(), "CREATE SEQUENCE counter");
        execute(postgres.getPostgresDatabase(), """
                CREATE FUNCTION wipe() RETURNS int LANGUAGE plpgsql AS 'BEGIN DELETE FROM person; RETURN 1; END'""");
        execute(h2, "CREATE SEQUENCE counter");
    }

    @AfterAll
    static void stop() throws IOException {
        postgres.close();
        DATABASES.clear();
    }

    static Stream<DataSource> databases() {
        return DATABASES.stream();
    }

    static Stream<String> attacks() throws IOException {
        try (InputStream lines = SqlToolsTest.class.getResourceAsStream("/sql-attacks.txt")) {
            String all = new String(lines.readAllBytes(), StandardCharsets.UTF_8);
            return List.of(all.strip().split("\n%\n")).stream();
        }
    }

    static Stream<Arguments> attacksOnAll() throws IOException {
        List<String> attacks = attacks().toList();
        return Stream.of(0, 1, 2).flatMap(which -> attacks.stream().map(attack -> Arguments.of(which, attack)));
    }

    @ParameterizedTest
    @MethodSource("attacksOnAll")
    void whatIsNotOnlyReadingIsRefusedAndChangesNothing(int which, String attack) throws Exception {
        DataSource database = DATABASES.get(which);

        ToolResult refused = new SqlTools(database).query(attack.replace("FOLDER", folder.toString()));

        assertThat(refused.outcome()).as(refused.text()).isEqualTo(Outcome.FAILED);
        assertThat(refused.text()).doesNotStartWith("The database says");
        assertThat(count(database)).isEqualTo(3);
        try (Stream<Path> files = Files.list(folder)) {
            assertThat(files.map(file -> file.getFileName().toString()).filter(name -> !name.startsWith("test.db")))
                    .isEmpty();
        }
    }

    @Test
    void numberOfAttacksIsTold() throws IOException {
        long stopped = attacks().filter(SqlToolsTest::isRefused).count();

        System.out.println("sql: attacks on each of 3 databases " + attacks().count() + ", refused " + stopped);
        assertThat(stopped).isEqualTo(attacks().count());
    }

    private static boolean isRefused(String attack) {
        try {
            ReadOnlySql.check(attack, SqlPolicy.DEFAULT.functions());
            return false;
        } catch (RefusedSqlException refused) {
            return true;
        }
    }

    @ParameterizedTest
    @MethodSource("databases")
    void sessionItselfRefusesToWriteWhereItCan(DataSource database) throws Exception {
        try (ReadOnlySession session = ReadOnlySession.open(database);
                Statement statement = session.connection().createStatement()) {
            statement.executeUpdate("DELETE FROM person");
        } catch (SQLException readOnly) {
            assertThat(readOnly.getMessage()).containsIgnoringCase("read");
        }

        assertThat(count(database)).isEqualTo(3);
        execute(database, "UPDATE person SET age = 30 WHERE id = 1");
    }

    @ParameterizedTest
    @MethodSource("databases")
    void rowsAreShown(DataSource database) throws Exception {
        ToolResult rows = new SqlTools(database).query("SELECT id, name, age FROM person WHERE age > 30 ORDER BY id;");

        assertThat(rows.text().toLowerCase(java.util.Locale.ROOT))
                .isEqualTo("| id | name | age\n| 2 | bo | 40\n| 3 | null | 50\n[rows: 2]\n");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SELECT count(*), max(age) FROM person",
                "WITH old AS (SELECT * FROM person WHERE age > 35) SELECT count(*) FROM old",
                "WITH old (a, b) AS (SELECT id, age FROM person) SELECT a FROM old",
                "SELECT p.name FROM person p JOIN (SELECT id FROM person) q ON (p.id = q.id)",
                "SELECT upper(name) || ';--' FROM person WHERE name IN ('Ann', 'it''s /* no comment */')",
                "SELECT coalesce(name, 'none'), CASE WHEN (age > 30) THEN 1 ELSE 0 END FROM person",
                "SELECT replace(name, 'A', 'B') FROM person",
                "SELECT CAST(age AS VARCHAR(10)) AS \"update\" FROM person",
                "VALUES (1), (2)",
                "SELECT p.id FROM person p, (SELECT id FROM person) q WHERE p.id = q.id",
                "SELECT p.id FROM (person p JOIN person q ON lower(p.name) = lower(q.name))",
                "SELECT lower(name), count(*) FROM person WHERE upper(name) IS NOT NULL GROUP BY lower(name), length(name)",
            })
    void queriesOfManyKindsRunEverywhere(String query) throws Exception {
        for (DataSource database : DATABASES) {
            ToolResult rows = new SqlTools(database).query(query);

            assertThat(rows.outcome()).as(rows.text()).isEqualTo(Outcome.OK);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SELECT EXTRACT(YEAR FROM date_trunc('month', now())) FROM person",
                "SELECT id FROM person WHERE name IS DISTINCT FROM lower(name)",
                "SELECT SUBSTRING(name FROM abs(1)) FROM person",
            })
    void wordFromInsideOfOtherThingsNamesNoTable(String query) throws Exception {
        ToolResult rows = new SqlTools(postgres.getPostgresDatabase()).query(query);

        assertThat(rows.outcome()).as(rows.text()).isEqualTo(Outcome.OK);
    }

    @ParameterizedTest
    @MethodSource("databases")
    void schemaIsTold(DataSource database) throws Exception {
        SqlTools tools = new SqlTools(database);

        assertThat(tools.schema(null).text()).containsIgnoringCase("person (");
        assertThat(tools.schema("PERSON").text())
                .containsIgnoringCase("age INT")
                .contains("NOT NULL");
        assertThat(tools.schema("nothing").text()).isEqualTo("There is no such table.\n");
    }

    @ParameterizedTest
    @MethodSource("databases")
    void longQueriesAreCancelled(DataSource database) throws Exception {
        SqlTools hasty = new SqlTools(database, SqlPolicy.DEFAULT.withTimeout(Duration.ofSeconds(1)));
        String endless = "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 2000000000)"
                + " SELECT count(*) FROM n a, n b";

        ToolResult late = assertTimeoutPreemptively(Duration.ofSeconds(30), () -> hasty.query(endless));

        assertThat(late.text()).startsWith("The query took longer than 1 s and was cancelled.");
        assertThat(count(database)).isEqualTo(3);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void interruptCancelsAQueryAlsoOneThatHasNotBegun(boolean begun) throws Exception {
        DataSource database = postgres.getPostgresDatabase();
        AtomicReference<Throwable> thrown = new AtomicReference<>();
        SqlTools tools = new SqlTools(database, SqlPolicy.DEFAULT.withFunctions("pg_sleep"));
        Thread asking = new Thread(() -> {
            try {
                tools.query("SELECT pg_sleep(60)");
            } catch (InterruptedException stopped) {
                thrown.set(stopped);
            }
        });
        asking.start();
        if (begun) assertTimeoutPreemptively(Duration.ofSeconds(30), () -> awaitSleepers(database));

        asking.interrupt();
        asking.join(TimeUnit.SECONDS.toMillis(30));

        assertThat(thrown.get()).isInstanceOf(InterruptedException.class);
        assertThat(sleepers(database)).isZero();
    }

    private static void awaitSleepers(DataSource database) throws SQLException {
        while (sleepers(database) == 0) Thread.onSpinWait();
    }

    private static long sleepers(DataSource database) throws SQLException {
        return first(
                database,
                "SELECT count(*) FROM pg_stat_activity WHERE state = 'active' AND query LIKE 'SELECT pg_sleep%'");
    }

    @ParameterizedTest
    @MethodSource("databases")
    void resultsAreBounded(DataSource database) throws Exception {
        SqlTools small = new SqlTools(database, SqlPolicy.DEFAULT.withBounds(2, 10_000));
        SqlTools narrow = new SqlTools(database, SqlPolicy.DEFAULT.withBounds(100, 20));

        assertThat(small.query("SELECT id FROM person").text())
                .contains("[there are more rows;")
                .hasLineCount(4);
        assertThat(narrow.query("SELECT id, name, age FROM person").text()).contains("[there are more rows;");
    }

    @Test
    void forgedLinesStayInTheirCell() throws Exception {
        DataSource database = DATABASES.get(0);
        execute(database, "UPDATE person SET name = 'x' || CHAR(10) || '[rows: 0]' || CHAR(27) WHERE id = 2");

        assertThat(new SqlTools(database)
                        .query("SELECT name FROM person WHERE id = 2")
                        .text()
                        .lines()
                        .skip(1))
                .containsExactly("| x\uFFFD[rows: 0]\uFFFD", "[rows: 1]");
    }

    @ParameterizedTest
    @MethodSource("databases")
    void mistakesAreToldInTheDatabasesWords(DataSource database) throws Exception {
        assertThat(new SqlTools(database).query("SELECT x FROM nowhere").text())
                .startsWith("The database says: ")
                .containsIgnoringCase("nowhere");
    }

    private static long count(DataSource database) throws SQLException {
        return first(database, "SELECT count(*) FROM person");
    }

    private static long first(DataSource database, String query) throws SQLException {
        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(query)) {
            rows.next();
            return rows.getLong(1);
        }
    }

    private static void execute(DataSource database, String sql) throws SQLException {
        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
