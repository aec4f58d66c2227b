package dev.spindle.testing.contract;

import dev.spindle.run.FileJournal;
import dev.spindle.run.Journal;
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
