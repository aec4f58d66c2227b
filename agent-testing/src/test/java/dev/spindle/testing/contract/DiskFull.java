package dev.spindle.testing.contract;

import static dev.spindle.testing.contract.Events.answered;
import static dev.spindle.testing.contract.Events.started;

import dev.spindle.jdbc.JdbcJournal;
import dev.spindle.journal.FileJournal;
import dev.spindle.journal.Journal;
import dev.spindle.journal.JournalException;
import java.nio.file.Path;
import java.util.List;

/** A process of its own that appends until the disk is full, and says what was kept and how it was told. */
final class DiskFull {
    private DiskFull() {}

    public static void main(String[] arguments) {
        Path directory = Path.of(arguments[1]);
        Journal journal = open(arguments[0], directory);
        journal.append("a", 0, List.of(started("a")));
        try {
            for (int at = 1; ; at++) {
                journal.append("a", at, List.of(answered(at, text(at))));
                System.out.println("kept " + at);
            }
        } catch (JournalException full) {
            System.out.println("told " + full.getMessage().replace('\n', ' '));
            System.out.flush();
            // As a crash would end it: nothing is closed in order.
            Runtime.getRuntime().halt(0);
        }
    }

    static Journal open(String kind, Path directory) {
        return switch (kind) {
            case "file" -> FileJournal.in(directory);
            case "sqlite" -> JdbcJournal.on(Stores.sqlite(directory));
            default -> JdbcJournal.on(Stores.h2(directory));
        };
    }

    static String text(int at) {
        return (at + " ").repeat(10_000);
    }
}
