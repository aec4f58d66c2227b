package dev.spindle.testing.contract;

import javax.sql.DataSource;

@NeedsMariaDb
class MariadbMemoryTest extends JdbcMemoryContract {
    private final DataSource source = Stores.mariadb();

    @Override
    DataSource source() {
        return source;
    }
}
