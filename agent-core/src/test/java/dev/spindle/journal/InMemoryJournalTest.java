package dev.spindle.journal;

import static dev.spindle.journal.Events.finished;
import static dev.spindle.journal.Events.resumed;
import static dev.spindle.journal.Events.started;
import static dev.spindle.journal.Events.stopped;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.spindle.event.RunEvent;
import dev.spindle.event.RunEvent.Recorded;
import dev.spindle.event.StopReason;
import dev.spindle.message.CallId;
import java.util.List;
import org.junit.jupiter.api.Test;

class InMemoryJournalTest {
    @Test
    void dropsWhatIsFinished() {
        Journal journal = new InMemoryJournal();

        journal.append("a", 0, List.of(started("a"), finished(1)));

        assertEquals(List.of(), journal.read("a", 0));
    }

    private static Recorded waiting(long position) {
        return new RunEvent.Stopped(Events.at(position), StopReason.WAITING, "");
    }

    private static Recorded called(long position) {
        return new RunEvent.ToolStarted(Events.at(position), new CallId(0, 0), "clerk");
    }

    @Test
    void keepsTheLastOfThoseThatWereLetGoOfWithoutAnEnd() {
        Journal journal = new InMemoryJournal();

        for (int run = 0; run < 1_100; run++) {
            journal.append("r" + run, 0, List.of(started("r" + run), called(1)));
            journal.release("r" + run);
        }

        assertEquals(1_000, journal.unfinished().size());
        assertEquals(List.of(), journal.read("r0", 0));
        assertEquals(2, journal.read("r1099", 0).size());
    }

    @Test
    void keepsAllThatWereLeftForAWorkerToBegin() {
        Journal journal = new InMemoryJournal();

        for (int run = 0; run < 1_100; run++) {
            journal.append("r" + run, 0, List.of(started("r" + run)));
            journal.release("r" + run);
        }

        assertEquals(1_100, journal.undriven().size());
        assertEquals(1, journal.read("r0", 0).size());
    }

    @Test
    void aRunThatGoesWithAgeTakesItsChildrenWithIt() {
        Journal journal = new InMemoryJournal();

        for (int run = 0; run < 1_100; run++) {
            journal.append("r" + run, 0, List.of(started("r" + run), called(1)));
            journal.append("r" + run + "/0.0", 0, List.of(started("r" + run + "/0.0"), waiting(1)));
            journal.append("r" + run, 2, List.of(stopped(2)));
        }

        assertEquals(2_000, journal.unfinished().size());
        assertEquals(List.of(), journal.read("r0/0.0", 0));
        assertEquals(2, journal.read("r1099/0.0", 0).size());
    }

    @Test
    void aRunThatWaitsForAPersonIsKeptHoweverManyStopBehindIt() {
        Journal journal = new InMemoryJournal();
        journal.append("waits", 0, List.of(started("waits"), waiting(1)));
        journal.append("waits/0.0", 0, List.of(started("waits/0.0"), waiting(1)));
        journal.append("driven", 0, List.of(started("driven"), stopped(1)));
        journal.append("driven", 2, List.of(resumed(2)));

        for (int run = 0; run < 1_100; run++) journal.append("r" + run, 0, List.of(started("r" + run), stopped(1)));

        assertEquals(2, journal.read("waits", 0).size());
        assertEquals(2, journal.read("waits/0.0", 0).size());
        assertEquals(3, journal.read("driven", 0).size());
    }
}
