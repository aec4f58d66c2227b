package dev.spindle.testing.contract;

import dev.spindle.run.InMemoryJournal;
import dev.spindle.run.Journal;

class InMemoryJournalContractTest extends JournalContract {
    @Override
    protected Journal journal() {
        return new InMemoryJournal();
    }
}
