package dev.spindle.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.spindle.message.UserMessage;
import dev.spindle.model.ModelOptions;
import dev.spindle.model.ToolChoice;
import dev.spindle.run.RunEvent.At;
import dev.spindle.run.RunEvent.Recorded;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What every journal keeps to. */
abstract class JournalContract {
    private static final ModelOptions OPTIONS =
            ModelOptions.DEFAULT.withTemperature(0.5).withToolChoice(new ToolChoice.Named("add"));

    abstract Journal journal();

    static At at(long position) {
        return new At(position, Instant.parse("2030-01-02T03:04:05.678Z").plusSeconds(position));
    }

    static Recorded started(String runId) {
        RunEvent.Opening opening = new RunEvent.Opening("", "Be kind.", List.of(), UserMessage.of("Hello\n\"Bo\" ☃"));
        RunEvent.Terms terms = new RunEvent.Terms("m", OPTIONS, Limits.DEFAULT, List.of(), null);
        return new RunEvent.Started(at(0), runId, "me", opening, terms);
    }

    static Recorded resumed(long position) {
        return new RunEvent.Resumed(at(position), "me", 1);
    }

    static Recorded stopped(long position) {
        return new RunEvent.Stopped(at(position), StopReason.TURN_LIMIT, "why");
    }

    static Recorded finished(long position) {
        return new RunEvent.Finished(at(position), StopReason.ANSWERED, "text");
    }

    @Test
    void givesBackWhatWasAppendedInOrder() {
        Journal journal = journal();

        journal.append("a", 0, List.of(started("a")));
        journal.append("a", 1, List.of(stopped(1)));
        journal.append("a", 2, List.of(resumed(2), stopped(3)));

        assertEquals(List.of(started("a"), stopped(1), resumed(2), stopped(3)), journal.read("a", 0));
        assertEquals(List.of(stopped(3)), journal.read("a", 3));
        assertEquals(List.of(), journal.read("a", 4));
        assertEquals(List.of(), journal.read("b", 0));
    }

    @Test
    void refusesATakenPositionAndKeepsNothingOfIt() {
        Journal journal = journal();
        journal.append("a", 0, List.of(started("a"), stopped(1)));

        assertThrows(JournalConflictException.class, () -> journal.append("a", 1, List.of(resumed(1), stopped(2))));

        assertEquals(2, journal.read("a", 0).size());
    }

    @Test
    void refusesAGap() {
        Journal journal = journal();
        journal.append("a", 0, List.of(started("a"), stopped(1)));

        assertThrows(JournalConflictException.class, () -> journal.append("a", 3, List.of(resumed(3))));
    }

    @Test
    void refusesASecondDriverUntilTheFirstStops() {
        Journal journal = journal();
        journal.append("a", 0, List.of(started("a")));

        assertThrows(JournalConflictException.class, () -> journal.append("a", 1, List.of(resumed(1))));
        journal.append("a", 1, List.of(stopped(1)));
        journal.append("a", 2, List.of(resumed(2)));

        assertEquals(3, journal.read("a", 0).size());
    }

    @Test
    void aReleasedRunCanBeDrivenAgain() {
        Journal journal = journal();
        journal.append("a", 0, List.of(started("a")));

        journal.release("a");
        journal.append("a", 1, List.of(resumed(1)));

        assertEquals(List.of(started("a"), resumed(1)), journal.read("a", 0));
    }

    @Test
    void listsTheRunsThatAreNotFinished() {
        Journal journal = journal();
        journal.append("a", 0, List.of(started("a"), finished(1)));
        journal.append("b", 0, List.of(started("b"), stopped(1)));
        journal.append("c", 0, List.of(started("c")));

        assertEquals(List.of("b", "c"), journal.unfinished().stream().sorted().toList());
    }

    @Test
    void theInboxKeepsItsOrderAndMayBeReadAgain() {
        Journal journal = journal();
        journal.append("a", 0, List.of(started("a")));

        journal.post("a", new Input.Said(UserMessage.of("one\ntwo")));
        journal.post("a", new Input.Cancelled("enough"));

        assertEquals(
                List.of(new Input.Said(UserMessage.of("one\ntwo")), new Input.Cancelled("enough")),
                journal.inbox("a", 0));
        assertEquals(List.of(new Input.Cancelled("enough")), journal.inbox("a", 1));
        assertEquals(List.of(), journal.inbox("a", 2));
    }
}
