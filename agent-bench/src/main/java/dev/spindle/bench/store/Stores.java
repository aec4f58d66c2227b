package dev.spindle.bench.store;

import dev.spindle.journal.Journal;
import javax.sql.DataSource;

/**
 * The journal of one process, open, and where the ledger is.
 *
 * @param journalEnd closes the journal
 * @param ledgers the database of the ledger
 */
public record Stores(Journal journal, AutoCloseable journalEnd, DataSource ledgers) implements AutoCloseable {
    @Override
    public void close() throws Exception {
        journalEnd.close();
    }
}
