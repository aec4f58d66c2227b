package dev.spindle.run;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;

class InMemoryJournalTest extends JournalContract {
    @Override
    Journal journal() {
        return new InMemoryJournal();
    }

    @Test
    void dropsWhatIsFinished() {
        Journal journal = journal();

        journal.append("a", 0, List.of(started("a"), finished(1)));

        assertEquals(List.of(), journal.read("a", 0));
    }
}
