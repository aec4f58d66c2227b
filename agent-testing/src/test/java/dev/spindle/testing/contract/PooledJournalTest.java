package dev.spindle.testing.contract;

import static dev.spindle.testing.contract.Events.started;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.util.List;
import javax.sql.DataSource;
import org.h2.jdbcx.JdbcConnectionPool;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A journal on a pool, which needs its connections back. */
class PooledJournalTest extends JdbcJournalContract {
    @TempDir
    Path directory;

    private JdbcConnectionPool pool;

    @Override
    DataSource source() {
        if (pool == null) {
            pool = JdbcConnectionPool.create(
                    "jdbc:h2:file:" + directory.resolve("spindle") + ";REUSE_SPACE=FALSE", "", "");
            pool.setMaxConnections(2);
        }
        return pool;
    }

    @AfterEach
    @Override
    void close() {
        super.close();
        pool.dispose();
    }

    @Test
    void everyConnectionGoesBackToThePool() {
        source();

        open(pool).append("a", 0, List.of(started("a")));

        assertEquals(0, pool.getActiveConnections());
    }
}
