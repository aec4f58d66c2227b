package dev.spindle.bench.crash;

import dev.spindle.run.Journal;
import javax.sql.DataSource;

/**
 * The journal of one process, open, and where the ledger is.
 *
 * @param journalEnd closes the journal
 * @param ledgers the database of the ledger
 */
record Stores(Journal journal, AutoCloseable journalEnd, DataSource ledgers) implements AutoCloseable {
    Ledger openLedger() {
        return Ledger.in(ledgers);
    }

    @Override
    public void close() throws Exception {
        journalEnd.close();
    }
}
