package dev.spindle.testing.contract;

import dev.spindle.jdbc.JdbcJournal;
import dev.spindle.run.Journal;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;

/** What a journal keeps to in every database. */
abstract class JdbcJournalContract extends JournalContract {
    private final List<JdbcJournal> opened = new ArrayList<>();

    /** The database of this test, always the same. */
    abstract DataSource source();

    JdbcJournal open(DataSource source) {
        JdbcJournal journal = JdbcJournal.on(source);
        opened.add(journal);
        return journal;
    }

    @Override
    protected Journal journal() {
        return open(source());
    }

    @AfterEach
    void close() {
        opened.forEach(JdbcJournal::close);
    }
}
