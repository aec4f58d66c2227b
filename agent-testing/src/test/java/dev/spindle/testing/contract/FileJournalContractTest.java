package dev.spindle.testing.contract;

import dev.spindle.journal.FileJournal;
import dev.spindle.journal.Journal;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

class FileJournalContractTest extends JournalContract {
    @TempDir
    Path directory;

    @Override
    protected Journal journal() {
        return FileJournal.in(directory);
    }
}
