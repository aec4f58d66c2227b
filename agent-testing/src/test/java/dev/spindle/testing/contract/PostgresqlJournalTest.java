package dev.spindle.testing.contract;

import javax.sql.DataSource;

class PostgresqlJournalTest extends JdbcJournalContract {
    private final DataSource source = Stores.postgresql();

    @Override
    DataSource source() {
        return source;
    }
}
