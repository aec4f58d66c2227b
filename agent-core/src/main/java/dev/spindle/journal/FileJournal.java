package dev.spindle.journal;

import dev.spindle.event.Input;
import dev.spindle.event.RunEvent.Recorded;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Keeps each run in a file of JSON lines, {@code runId.jsonl}, in one directory; a child run {@code run/2.0} in {@code run~2.0.jsonl}.
 * Thread-safe.
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
    private static final Pattern RUN_ID =
            Pattern.compile("[A-Za-z0-9_-][A-Za-z0-9._-]{0,127}(/[0-9]{1,9}\\.[0-9]{1,9}){0,9}");
    private static final String ENDING = ".jsonl";

    private final Path directory;
    private final ContentFolder contents;
    private final Map<String, DrivenFile> driven = new ConcurrentHashMap<>();

    private FileJournal(Path directory) {
        this.directory = directory;
        this.contents = new ContentFolder(directory.resolve("content"));
    }

    /**
     * A journal in a directory, which is created if it is missing.
     *
     * @throws JournalException if it cannot be
     */
    public static FileJournal in(Path directory) {
        try {
            Files.createDirectories(directory);
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
                    "Cannot write the journal " + file(runId, ENDING) + ": " + failed
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
            DrivenFile opened = DrivenFile.open(runId, file(runId, ENDING), file(runId, ".lock"), contents);
            driven.put(runId, opened);
            return opened;
        } catch (IOException failed) {
            throw new JournalException("Cannot open the journal " + file(runId, ENDING) + ": " + failed, failed);
        }
    }

    @Override
    public List<Recorded> read(String runId, long from) {
        List<Recorded> events = new ArrayList<>();
        List<String> lines = JsonLines.read(file(runId, ENDING));
        for (long at = from; at < lines.size(); at++) events.add(event(runId, lines.get((int) at), at));
        return events;
    }

    private Recorded event(String runId, String line, long at) {
        try {
            return KeptEvent.read(line, contents);
        } catch (JournalException damaged) {
            throw new JournalException(
                    "Line " + (at + 1) + " of " + file(runId, ENDING) + ": " + damaged.getMessage(), damaged);
        }
    }

    @Override
    public void post(String runId, Input input) {
        JsonLines.append(file(runId, ".inbox" + ENDING), InputJson.write(input));
    }

    @Override
    public List<Input> inbox(String runId, long from) {
        Path inbox = file(runId, ".inbox" + ENDING);
        if (!inbox.toFile().exists()) return List.of(); // as for nearly all runs, in every step
        List<String> lines = JsonLines.read(inbox);
        return lines.stream().skip(from).map(InputJson::read).toList();
    }

    @Override
    public List<String> unfinished() {
        return runs().stream().filter(this::isUnfinished).toList();
    }

    @Override
    public List<String> runs() {
        try (Stream<Path> files = Files.list(directory)) {
            return files.map(path -> path.getFileName().toString())
                    .filter(name -> name.endsWith(ENDING) && !name.endsWith(".inbox" + ENDING))
                    .map(name ->
                            name.substring(0, name.length() - ENDING.length()).replace('~', '/'))
                    .sorted()
                    .toList();
        } catch (IOException | UncheckedIOException failed) {
            throw new JournalException("Cannot list the journal directory " + directory + ": " + failed, failed);
        }
    }

    private boolean isUnfinished(String runId) {
        List<String> lines = JsonLines.read(file(runId, ENDING));
        // A damaged run counts: whoever goes on with it hears of it, and the other runs are not held up.
        return !lines.isEmpty() && !KeptEvent.isFinished(lines.get(lines.size() - 1));
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

    private Path file(String runId, String ending) {
        if (!RUN_ID.matcher(runId).matches()) {
            throw new IllegalArgumentException(
                    "'" + runId
                            + "' cannot be a run id here: it becomes a file name, so use at most 128 letters, digits, '.', '_' and '-'");
        }
        return directory.resolve(runId.replace('/', '~') + ending);
    }
}
