package dev.spindle.testing.contract;

import javax.sql.DataSource;

class PostgresqlMemoryTest extends JdbcMemoryContract {
    private final DataSource source = Stores.postgresql();

    @Override
    DataSource source() {
        return source;
    }
}
