package dev.spindle.bench.crash;

import dev.spindle.event.RunEvent;
import dev.spindle.event.RunEvent.Recorded;
import dev.spindle.journal.Journal;
import dev.spindle.message.CallId;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * What was really called, beside the journal: a line for each call of a model or a tool, written before it does anything, with what
 * the journal knew of it at that moment. A line survives its process, since the system has it once it is written.
 */
final class CallLog implements AutoCloseable {
    private final FileChannel file;
    private final Journal journal;

    private CallLog(FileChannel file, Journal journal) {
        this.file = file;
        this.journal = journal;
    }

    /**
     * A call that was made.
     *
     * @param kind "model" or "tool"
     * @param call the turn, or the call's identity
     * @param wasRecorded whether the journal had its reply or result already: it should not have been made
     */
    record Entry(String kind, String runId, String call, boolean wasRecorded) {
        String key() {
            return kind + " " + runId + " " + call;
        }
    }

    static CallLog in(Path path, Journal journal) throws IOException {
        FileChannel file = FileChannel.open(path, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        return new CallLog(file, journal);
    }

    void modelCalled(String runId, int turn) {
        long replies = journal.read(runId, 0).stream()
                .filter(RunEvent.Replied.class::isInstance)
                .count();
        write(new Entry("model", runId, Integer.toString(turn), replies > turn));
    }

    void toolCalled(String runId, CallId call) {
        boolean answered = journal.read(runId, 0).stream().anyMatch(event -> answers(event, call));
        write(new Entry("tool", runId, call.toString(), answered));
    }

    private static boolean answers(Recorded event, CallId call) {
        if (event instanceof RunEvent.ToolFinished finished)
            return finished.id().equals(call);
        return event instanceof RunEvent.Assessed assessed
                && assessed.calls().stream().anyMatch(each -> each.id().equals(call) && each.answer() != null);
    }

    /** The processes that have driven a run before this one. */
    Set<Long> formerDrivers(String runId) {
        Set<Long> drivers = new HashSet<>();
        for (Recorded event : journal.read(runId, 0)) {
            if (event instanceof RunEvent.Started started) drivers.add(pid(started.owner()));
            if (event instanceof RunEvent.Resumed resumed) drivers.add(pid(resumed.owner()));
        }
        drivers.remove(ProcessHandle.current().pid());
        return drivers;
    }

    private static long pid(String owner) {
        return Long.parseLong(owner.substring(0, owner.indexOf('-')));
    }

    private void write(Entry entry) {
        String line = entry.key() + " " + entry.wasRecorded() + "\n";
        try {
            file.write(ByteBuffer.wrap(line.getBytes(StandardCharsets.UTF_8)));
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    static List<Entry> read(Path path) throws IOException {
        List<Entry> entries = new ArrayList<>();
        for (String line : Files.readAllLines(path)) {
            String[] words = line.split(" ", -1);
            entries.add(new Entry(words[0], words[1], words[2], Boolean.parseBoolean(words[3])));
        }
        return entries;
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
