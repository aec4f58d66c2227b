package dev.spindle.journal;

import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.spindle.event.RunEvent.Recorded;
import dev.spindle.event.RunEvent.Started;
import dev.spindle.fuzz.Budget;
import dev.spindle.state.RunState;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The files of a journal, damaged or written by somebody else: read, or refused by name, and what was read can be gone on with. */
public final class JournalFuzz {
    private static final Path FOLDER = folder();

    private JournalFuzz() {}

    private static Path folder() {
        try {
            return Files.createTempDirectory("journal-fuzz");
        } catch (IOException full) {
            throw new UncheckedIOException(full);
        }
    }

    /** The bytes are both the events of a run and its inbox. */
    public static void fuzzerTestOneInput(byte[] data) throws Exception {
        Files.write(FOLDER.resolve("r.jsonl"), data);
        Files.write(FOLDER.resolve("r.inbox.jsonl"), data);
        Budget.hold(() -> {
            try (FileJournal journal = FileJournal.in(FOLDER)) {
                refusing(() -> journal.inbox("r", 0));
                refusing(journal::unfinished);
                refusing(() -> goOn(journal.read("r", 0)));
            }
        });
    }

    private static void goOn(List<Recorded> events) {
        if (events.isEmpty() || !(events.get(0) instanceof Started)) return;
        RunState state;
        try {
            state = RunState.of(events);
        } catch (IllegalArgumentException declared) {
            return;
        }
        state.next();
    }

    private static void refusing(Runnable reading) {
        try {
            reading.run();
        } catch (JournalException declared) {
            assertFalse(declared.getMessage().isBlank());
        }
    }
}
