package dev.spindle.run;

import static dev.spindle.run.Events.finished;
import static dev.spindle.run.Events.started;
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
