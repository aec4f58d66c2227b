package dev.spindle.retrieval;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.spindle.context.AgentException;
import dev.spindle.retrieval.PassageIndex.Hit;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * The index in a real PostgreSQL. Its binaries have no pgvector, so that what is used of it is made of arrays here; {@link PgvectorTest} is on the
 * real one.
 */
class PostgresPassageIndexTest extends PassageIndexContract.Shared {
    private static EmbeddedPostgres server;
    private static DataSource database;
    private static final AtomicInteger indexes = new AtomicInteger();

    private String name = "";

    @BeforeAll
    static void start() throws IOException, SQLException {
        server = EmbeddedPostgres.start();
        database = server.getPostgresDatabase();
        createVectors(database);
    }

    private static void createVectors(DataSource where) throws SQLException {
        execute(where, "create domain vector as real[]");
        execute(where, """
                create function opposite(real[], real[]) returns float8 language sql immutable as
                $$ select -sum(a::float8 * b) from unnest($1, $2) as both_of(a, b) $$""");
        execute(where, "create operator <#> (leftarg = real[], rightarg = real[], function = opposite)");
    }

    private static void execute(DataSource where, String sql) throws SQLException {
        try (Connection connection = where.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    @AfterAll
    static void stop() throws IOException {
        server.close();
    }

    @Override
    PassageIndex open() {
        name = "index_" + indexes.incrementAndGet();
        return PassageIndex.in(database, name);
    }

    @Test
    void secondProgramSeesWhatTheFirstCommitted() {
        change(List.of(), document("a.md", Map.of(), "A kettle."));

        try (PassageIndex second = PassageIndex.in(database, name)) {
            assertThat(second.documents()).containsOnlyKeys("a.md");
            assertThat(second.byWords(PassageQuery.of("kettle", 5), 5)).hasSize(1);
        }
    }

    @Test
    void wordsAreRankedAsInLucene() {
        IndexedDocument[] documents = {
            document("tea/a.md", Map.of(), "The kettle sings in the kitchen.", "Water boils in a kettle.", "Tea."),
            document("b.md", Map.of(), "A kitchen has a table, a chair and a lamp.", "The lamp is on.", "Water."),
        };
        change(List.of(), documents);
        try (PassageIndex lucene = PassageIndex.inMemory()) {
            lucene.change(Map.of(), List.of(), List.of(documents).iterator());

            for (String query : List.of("kettle in the kitchen", "water and tea", "lamp table water part")) {
                List<Hit> ours = index.byWords(PassageQuery.of(query, 5), 10);
                List<Hit> theirs = lucene.byWords(PassageQuery.of(query, 5), 10);
                assertThat(ours.stream().map(Hit::number))
                        .isEqualTo(theirs.stream().map(Hit::number).toList());
            }
        }
    }

    @Test
    void nameIsCheckedBeforeItIsInAnyStatement() {
        assertThatThrownBy(() -> PassageIndex.in(database, "x; drop table y"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("The name of an index in a database is 'x; drop table y';"
                        + " give 1 to 40 lower-case letters, digits and underscores, a letter first");
    }

    @Test
    void databaseWithoutPgvectorIsNamed() throws SQLException {
        execute(database, "create database bare");

        assertThatThrownBy(() -> PassageIndex.in(server.getDatabase("postgres", "bare"), "docs"))
                .isInstanceOf(AgentException.class)
                .hasMessageStartingWith("The index docs in the database cannot be created: ")
                .hasMessageContaining("vector");
    }
}
