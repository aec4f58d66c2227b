package dev.spindle.journal;

import dev.spindle.event.RunEvent.Recorded;
import dev.spindle.journal.Journal.Conflicts;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The file of a run while this process drives it. For one driving thread. */
final class DrivenFile implements AutoCloseable {
    private final String runId;
    private final RandomAccessFile events;
    private final ContentFolder contents;
    private final ProcessLock lock;
    private long next;

    private DrivenFile(String runId, RandomAccessFile events, ContentFolder contents, ProcessLock lock, long next) {
        this.runId = runId;
        this.events = events;
        this.contents = contents;
        this.lock = lock;
        this.next = next;
    }

    /**
     * Locks a run and opens its file behind the last whole line.
     *
     * @throws Journal.ConflictException if somebody else drives the run
     */
    static DrivenFile open(String runId, Path file, Path lock, ContentFolder contents) throws IOException {
        ProcessLock held = ProcessLock.on(lock).orElseThrow(() -> Conflicts.driven(runId));
        RandomAccessFile events = null;
        try {
            events = PrivateFiles.open(file);
            long lines = dropTornTail(events);
            return new DrivenFile(runId, events, contents, held, lines);
        } catch (IOException | RuntimeException failed) {
            if (events != null) events.close();
            held.close();
            throw failed;
        }
    }

    /** What follows the last line end was never acknowledged: the writer died inside the write. */
    private static long dropTornTail(RandomAccessFile events) throws IOException {
        FileChannel channel = events.getChannel();
        ByteBuffer buffer = ByteBuffer.allocate(1 << 16);
        long lines = 0;
        long end = 0;
        for (long at = 0; channel.read(buffer, at) > 0; buffer.clear()) {
            buffer.flip();
            for (; buffer.hasRemaining(); at++) {
                if (buffer.get() != '\n') continue;
                lines++;
                end = at + 1;
            }
        }
        if (end < events.length()) events.setLength(end);
        events.seek(end);
        return lines;
    }

    void append(long position, List<Recorded> added) throws IOException {
        if (position != next) throw Conflicts.positionTaken(runId, position, next);
        StringBuilder lines = new StringBuilder();
        Map<String, String> apart = new LinkedHashMap<>();
        for (Recorded event : added) {
            KeptEvent kept = KeptEvent.of(event);
            apart.putAll(kept.contents());
            lines.append(kept.line()).append('\n');
        }
        contents.keep(apart, () -> JsonLines.write(events, events.getFilePointer(), lines.toString()));
        next += added.size();
    }

    @Override
    public void close() {
        try (lock;
                events) {
            next = -1;
        } catch (IOException failed) {
            throw new UncheckedIOException("Cannot close the journal of run " + runId, failed);
        }
    }
}
