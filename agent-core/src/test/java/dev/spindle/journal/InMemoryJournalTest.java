package dev.spindle.journal;

import static dev.spindle.journal.Events.finished;
import static dev.spindle.journal.Events.started;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;

class InMemoryJournalTest {
    @Test
    void dropsWhatIsFinished() {
        Journal journal = new InMemoryJournal();

        journal.append("a", 0, List.of(started("a"), finished(1)));

        assertEquals(List.of(), journal.read("a", 0));
    }
}
