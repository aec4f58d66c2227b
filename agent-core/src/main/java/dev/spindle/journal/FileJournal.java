package dev.spindle.journal;

import dev.spindle.event.EventJson;
import dev.spindle.event.Input;
import dev.spindle.event.RunEvent.Recorded;
import dev.spindle.journal.Journal.Conflicts;
import dev.spindle.journal.Journal.Erasure;
import dev.spindle.journal.Journal.KeptRun;
import dev.spindle.json.JsonException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Keeps each run in a file of JSON lines, {@code runId.jsonl}, in one directory; a child run {@code run/2.0} in {@code run~2.0.jsonl}.
 * A capital in an id is written small behind a {@code =}, so that no two runs share a file where file names know no case, and what is no
 * letter, digit, dot, dash or underscore as in URLs. What is
 * created can be read by its owner alone, where the file system knows owners. Thread-safe.
 *
 * <p>Every append is one write and one {@code fsync} of the run's file, data and length, before {@link #append} returns; a new file's
 * name is synced, too. So events survive a crash of the process and a power failure, as far as the disk keeps what it says it has
 * written. What repeats or is very long ({@link KeptEvent}) is kept once in the folder {@code content}, written under another name,
 * synced and renamed before the line that refers to it.
 *
 * <p>Whoever drives a run holds a lock on {@code runId.lock}, which the
 * operating system frees when its process ends, however it ends: a live driver cannot be robbed and a dead one is succeeded at
 * once. A line that a crash cut off is dropped by the next driver.
 */
public final class FileJournal implements Journal, AutoCloseable {
    /** A line of the last event names its kind within so many bytes. */
    private static final int KIND = 1 << 16;

    private final RunFiles files;
    private final FileErasure erasure;
    private final ContentFolder contents;
    private final Map<String, DrivenFile> driven = new ConcurrentHashMap<>();

    private FileJournal(Path directory) {
        this.files = new RunFiles(directory);
        this.contents = new ContentFolder(directory.resolve("content"));
        this.erasure = new FileErasure(files, contents);
    }

    /**
     * A journal in a directory, which is created if it is missing.
     *
     * @throws JournalException if it cannot be
     */
    public static FileJournal in(Path directory) {
        try {
            PrivateFiles.createFolders(directory);
            return new FileJournal(directory);
        } catch (IOException failed) {
            throw new JournalException("Cannot create the journal directory " + directory + ": " + failed, failed);
        }
    }

    @Override
    public void append(String runId, long position, List<Recorded> events) {
        boolean takesTheWheel = Conflicts.takesTheWheel(events);
        DrivenFile file = takesTheWheel ? takeTheWheel(runId) : driven.get(runId);
        if (file == null) throw Conflicts.notDrivenHere(runId);
        try {
            file.append(position, events);
        } catch (IOException failed) {
            release(runId);
            throw new JournalException(
                    "Cannot write the journal " + files.events(runId) + ": " + failed
                            + "; what was recorded before stands",
                    failed);
        } catch (RuntimeException refused) {
            if (takesTheWheel) release(runId);
            throw refused;
        }
        if (Conflicts.endsDriving(events)) release(runId);
    }

    private DrivenFile takeTheWheel(String runId) {
        try {
            DrivenFile opened = DrivenFile.open(runId, files.events(runId), files.lock(runId), contents);
            driven.put(runId, opened);
            return opened;
        } catch (IOException failed) {
            throw new JournalException("Cannot open the journal " + files.events(runId) + ": " + failed, failed);
        }
    }

    @Override
    public List<Recorded> read(String runId, long from) {
        List<Recorded> events = new ArrayList<>();
        for (String line : JsonLines.read(files.events(runId), from))
            events.add(event(runId, line, from + events.size()));
        return events;
    }

    private Recorded event(String runId, String line, long at) {
        try {
            return KeptEvent.read(line, contents);
        } catch (JournalException damaged) {
            throw new JournalException(
                    "Line " + (at + 1) + " of " + files.events(runId) + ": " + damaged.getMessage(), damaged);
        }
    }

    @Override
    public void post(String runId, Input input) {
        JsonLines.append(files.inbox(runId), EventJson.writeInput(input));
    }

    @Override
    public List<Input> inbox(String runId, long from) {
        Path inbox = files.inbox(runId);
        if (!inbox.toFile().exists()) return List.of();
        List<Input> inputs = new ArrayList<>();
        for (String line : JsonLines.read(inbox, from)) inputs.add(input(inbox, line, from + inputs.size()));
        return inputs;
    }

    private static Input input(Path inbox, String line, long at) {
        try {
            return EventJson.readInput(line);
        } catch (JsonException damaged) {
            throw new JournalException("Line " + (at + 1) + " of " + inbox + ": " + damaged.getMessage(), damaged);
        }
    }

    @Override
    public List<String> unfinished() {
        return runs().stream().filter(this::isUnfinished).toList();
    }

    @Override
    public List<String> runs() {
        return files.list();
    }

    @Override
    public List<KeptRun> runs(Journal.Query query) {
        return runs().stream().map(this::keptRun).filter(query::fits).toList();
    }

    /** {@inheritDoc} Of the runs that other processes drive nothing is known. */
    @Override
    public Map<String, Long> undriven() {
        Map<String, Long> found = new HashMap<>();
        for (String runId : unfinished()) {
            if (!driven.containsKey(runId))
                found.put(runId, files.events(runId).toFile().length());
        }
        return found;
    }

    @Override
    public Map<String, Ends> ends(Collection<String> runIds) {
        Map<String, Ends> found = new HashMap<>();
        for (String runId : runIds) findEnds(runId).ifPresent(ends -> found.put(runId, ends));
        return found;
    }

    private Optional<Ends> findEnds(String runId) {
        try {
            return Ends.ofLines(JsonLines.ends(files.events(runId)));
        } catch (IOException unreadable) { // whoever tries to go on with it hears why
            return Optional.empty();
        }
    }

    private KeptRun keptRun(String runId) {
        Path file = files.events(runId);
        try {
            return KeptRun.ofLines(runId, JsonLines.ends(file));
        } catch (IOException | RuntimeException unreadable) {
            return KeptRun.troubled(runId, file + " cannot be read: " + unreadable.getMessage());
        }
    }

    /**
     * {@inheritDoc}
     *
     * <p>Of every run that stays the beginnings of all lines are read, to find the contents that it needs. Who deletes many does it by
     * {@link #deleteAll}, which reads them once. The files are removed; what a disk or a backup keeps of removed files is not ours.
     */
    @Override
    public boolean delete(String runId) {
        try {
            boolean deleted = erasure.delete(runId);
            if (deleted) erasure.sweep();
            return deleted;
        } catch (IOException failed) {
            throw new JournalException(
                    "Cannot delete run '" + runId + "' in " + files.folder() + " wholly: " + failed
                            + "; delete it again",
                    failed);
        }
    }

    @Override
    public List<KeptRun> deleteAll(Journal.Query query) {
        try {
            List<KeptRun> left = Erasure.each(this, query, erasure::delete);
            erasure.sweep();
            return left;
        } catch (IOException failed) {
            throw new JournalException(
                    "Cannot delete the runs in " + files.folder() + " wholly: " + failed + "; delete them again",
                    failed);
        }
    }

    /** A damaged run counts: whoever goes on with it hears of it, and the other runs are not held up. */
    private boolean isUnfinished(String runId) {
        try {
            Optional<String> last = JsonLines.last(files.events(runId), KIND);
            return last.isPresent() && !KeptEvent.isFinished(last.get());
        } catch (IOException | IllegalArgumentException damaged) {
            return true;
        }
    }

    @Override
    public void release(String runId) {
        DrivenFile file = driven.remove(runId);
        if (file != null) file.close();
    }

    /** Lets go of all runs that are driven from here. */
    @Override
    public void close() {
        List.copyOf(driven.keySet()).forEach(this::release);
    }
}
