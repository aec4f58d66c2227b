package dev.spindle.testing.contract;

import dev.spindle.journal.InMemoryJournal;
import dev.spindle.journal.Journal;

class InMemoryJournalContractTest extends JournalContract {
    @Override
    protected Journal journal() {
        return new InMemoryJournal();
    }
}
