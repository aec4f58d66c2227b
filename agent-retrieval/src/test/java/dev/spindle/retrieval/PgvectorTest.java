package dev.spindle.retrieval;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.postgresql.ds.PGSimpleDataSource;

/**
 * The index on the real pgvector, spoken to over the wire: {@code -Dspindle.pglite=DIR} names a folder in which
 * {@code npm install @electric-sql/pglite @electric-sql/pglite-socket @electric-sql/pglite-pgvector} was said.
 *
 * <p>PGlite does one thing at a time, so what two do at once is tested on another PostgreSQL.
 */
@NeedsPglite
class PgvectorTest extends PassageIndexContract {
    private static final String SERVER = """
            import { PGlite } from '@electric-sql/pglite';
            import { vector } from '@electric-sql/pglite-pgvector';
            import { PGLiteSocketServer } from '@electric-sql/pglite-socket';
            const db = await PGlite.create({ extensions: { vector } });
            const server = new PGLiteSocketServer({ db, port: 0, host: '127.0.0.1', maxConnections: 10 });
            await server.start();
            console.log(server.getServerConn());
            """;

    private static final AtomicInteger indexes = new AtomicInteger();
    private static Process server;
    private static DataSource database;

    @BeforeAll
    static void start() throws IOException {
        server = new ProcessBuilder("node", "--input-type=module", "-e", SERVER)
                .directory(Path.of(System.getProperty(NeedsPglite.PROPERTY)).toFile())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        BufferedReader said = server.inputReader(StandardCharsets.UTF_8);
        PGSimpleDataSource source = new PGSimpleDataSource();
        source.setUrl("jdbc:postgresql://" + said.readLine()
                + "/postgres?sslmode=disable&user=postgres&password=postgres&prepareThreshold=0");
        database = source;
    }

    @AfterAll
    static void stop() {
        server.destroy();
    }

    @Override
    PassageIndex open() {
        return PassageIndex.in(database, "index_" + indexes.incrementAndGet());
    }
}
