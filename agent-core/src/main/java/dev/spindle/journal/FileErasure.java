package dev.spindle.journal;

import dev.spindle.journal.Journal.Conflicts;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Takes runs out of a folder, and the contents that no other run needs. */
record FileErasure(RunFiles files, ContentFolder contents) {
    private static final int LONGEST_REFERENCES = 1 << 20;

    /**
     * Deletes the files of a run and of its children; whether there were any.
     *
     * @throws Journal.ConflictException if one of them is driven; then all are left
     */
    boolean delete(String runId) throws IOException {
        List<String> family = new ArrayList<>();
        for (String kept : files.list()) {
            if (kept.equals(runId) || kept.startsWith(runId + "/")) family.add(kept);
        }
        boolean wasPosted = Files.exists(files.inbox(runId));
        if (family.isEmpty() && !wasPosted) return false;
        if (!family.contains(runId)) family.add(runId);
        Deque<ProcessLock> locks = new ArrayDeque<>();
        try {
            for (String member : family)
                locks.push(ProcessLock.on(files.lock(member)).orElseThrow(() -> Conflicts.driven(member)));
            for (String member : family) deleteFiles(member);
            while (!locks.isEmpty()) locks.pop().delete();
            Directories.sync(files.folder());
            return true;
        } finally {
            for (ProcessLock lock : locks) lock.close();
        }
    }

    private void deleteFiles(String runId) throws IOException {
        // The events last: as long as they are there, so is the run, and whoever tries again finds all of it.
        Path events = files.events(runId);
        Files.deleteIfExists(files.inbox(runId));
        Files.deleteIfExists(events);
    }

    /** Deletes the contents to which no run that is kept refers; beside drivers, which wait for as long as it takes. */
    void sweep() throws IOException {
        contents.sweep(this::used);
    }

    private Set<String> used() throws IOException {
        Set<String> used = new HashSet<>();
        for (String runId : files.list()) {
            Path events = files.events(runId);
            if (!JsonLines.isFile(events)) throw new IOException(events + " is no file, so nobody knows what it needs");
            try (InputStream in = new BufferedInputStream(Files.newInputStream(events), 1 << 16)) {
                references(in, used);
            } catch (NoSuchFileException gone) {
                // Somebody else has deleted it meanwhile.
            }
        }
        return used;
    }

    /** Reads the beginnings of the lines; of a damaged one all counts that may be a reference. */
    private static void references(InputStream in, Set<String> found) throws IOException {
        StringBuilder head = new StringBuilder();
        int depth = 0;
        boolean reads = true;
        for (int next = in.read(); next >= 0; next = in.read()) {
            if (next == '\n') {
                found.addAll(KeptEvent.references(head.toString()));
                head.setLength(0);
                depth = 0;
                reads = true;
            } else if (reads) {
                head.append((char) next);
                if (next == '{') depth++;
                if (next == '}') depth--;
                reads = depth > 1 || KeptEvent.mayRefer(head);
                if (head.length() > LONGEST_REFERENCES)
                    throw new IOException("a line refers to more than any that was written");
            }
        }
        found.addAll(KeptEvent.references(head.toString()));
    }
}
