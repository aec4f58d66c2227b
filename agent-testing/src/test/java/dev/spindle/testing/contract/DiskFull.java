package dev.spindle.testing.contract;

import static dev.spindle.testing.contract.Events.answered;
import static dev.spindle.testing.contract.Events.started;

import dev.spindle.event.Input;
import dev.spindle.jdbc.JdbcJournal;
import dev.spindle.journal.FileJournal;
import dev.spindle.journal.Journal;
import dev.spindle.journal.JournalException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A process of its own that appends or posts until the disk is full, and says what was kept and how it was told. */
final class DiskFull {
    static final int CROWD = 12;

    private DiskFull() {}

    public static void main(String[] arguments) {
        Path directory = Path.of(arguments[1]);
        Journal journal = open(arguments[0], directory);
        if (arguments.length > 2 && arguments[2].equals("crowd")) {
            crowd(journal);
            Runtime.getRuntime().halt(0);
        }
        journal.append("a", 0, List.of(started("a")));
        try {
            boolean posts = arguments.length > 2;
            for (int at = 1; ; at++) {
                if (posts) journal.post("a", posted(at));
                else journal.append("a", at, List.of(answered(at, text(at))));
                System.out.println("kept " + at);
            }
        } catch (JournalException full) {
            System.out.println("told " + full.getMessage().replace('\n', ' '));
            System.out.flush();
            // As a crash would end it: nothing is closed in order.
            Runtime.getRuntime().halt(0);
        }
    }

    /** Several runs at once, each until it is told. */
    private static void crowd(Journal journal) {
        List<Thread> threads = new ArrayList<>();
        for (int run = 0; run < CROWD; run++) {
            String runId = "r" + run;
            journal.append(runId, 0, List.of(started(runId)));
            threads.add(new Thread(() -> appendUntilTold(journal, runId)));
        }
        threads.forEach(Thread::start);
        for (Thread thread : threads) {
            try {
                thread.join();
            } catch (InterruptedException nobodys) {
                throw new IllegalStateException(nobodys);
            }
        }
        System.out.flush();
    }

    private static void appendUntilTold(Journal journal, String runId) {
        try {
            for (int at = 1; ; at++) {
                journal.append(runId, at, List.of(answered(at, text(at))));
                System.out.println("kept " + runId);
            }
        } catch (JournalException full) {
            System.out.println("told " + runId + " " + full.getMessage().replace('\n', ' '));
        }
    }

    static Journal open(String kind, Path directory) {
        return switch (kind) {
            case "file" -> FileJournal.in(directory);
            case "sqlite" -> JdbcJournal.on(Stores.sqlite(directory));
            default -> JdbcJournal.on(Stores.h2(directory));
        };
    }

    static Input posted(int at) {
        return new Input.Cancelled(text(at));
    }

    static String text(int at) {
        return (at + " ").repeat(10_000);
    }
}
