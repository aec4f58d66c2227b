package dev.spindle.testing.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.spindle.jdbc.JdbcJournal;
import dev.spindle.journal.JournalException;
import java.nio.file.Path;
import java.util.List;
import javax.sql.DataSource;
import org.h2.jdbcx.JdbcDataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class H2JournalTest extends JdbcJournalContract {
    @TempDir
    Path directory;

    @Override
    DataSource source() {
        return Stores.h2(directory);
    }

    @Test
    void aFileThatUsesItsSpaceTwiceIsRefused() {
        JdbcDataSource source = new JdbcDataSource();
        source.setUrl("jdbc:h2:file:" + directory.resolve("reused"));

        JournalException refused = assertThrows(JournalException.class, () -> JdbcJournal.on(source));

        assertTrue(
                refused.getMessage().contains("add ;REUSE_SPACE=FALSE to the URL of the database"),
                refused.getMessage());
    }

    @Test
    void aDatabaseInMemoryNeedsNoSuchSetting() {
        JdbcDataSource source = new JdbcDataSource();
        source.setUrl("jdbc:h2:mem:passing;DB_CLOSE_DELAY=-1");

        try (JdbcJournal journal = JdbcJournal.on(source)) {
            assertEquals(List.of(), journal.runs());
        }
    }
}
