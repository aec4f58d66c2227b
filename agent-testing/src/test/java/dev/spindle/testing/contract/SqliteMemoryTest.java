package dev.spindle.testing.contract;

import java.nio.file.Path;
import javax.sql.DataSource;
import org.junit.jupiter.api.io.TempDir;

class SqliteMemoryTest extends JdbcMemoryContract {
    @TempDir
    Path directory;

    @Override
    DataSource source() {
        return Stores.sqlite(directory);
    }
}
