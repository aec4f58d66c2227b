package dev.spindle.journal;

import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Pattern;

/** A folder of contents, one file each, named by its hash. Shared by all processes on it. Thread-safe. */
final class ContentFolder implements KeptEvent.Contents {
    private static final int REMEMBERED = 10_000;
    private static final Pattern HASH = Pattern.compile("[0-9a-f]{64}");

    private static final int BEGINNING = 16;

    private final Path folder;
    private final Set<String> safe = Collections.synchronizedSet(Collections.newSetFromMap(new Recent()));

    private long sweepsSeen;

    ContentFolder(Path folder) {
        this.folder = folder;
    }

    /** Something that is written and refers to contents. */
    @FunctionalInterface
    interface Writing {
        void write() throws IOException;
    }

    /** Keeps contents, on the disk, and then writes what refers to them; nobody sweeps the folder meanwhile. */
    void keep(Map<String, String> contents, Writing references) throws IOException {
        if (contents.isEmpty()) {
            references.write();
            return;
        }
        lock().adding(sweeps -> {
            forgetIfSwept(sweeps);
            keep(contents);
            references.write();
        });
    }

    /** In a name that no run has. */
    private FolderLock lock() throws IOException {
        return FolderLock.on(folder.resolveSibling(folder.getFileName() + "=.lock"));
    }

    /** What was kept once may be gone. */
    private synchronized void forgetIfSwept(long sweeps) {
        if (sweeps == sweepsSeen) return;
        safe.clear();
        sweepsSeen = sweeps;
    }

    /** Which contents are needed. */
    @FunctionalInterface
    interface Needs {
        /** The hashes to which somebody refers, who is no content. */
        Set<String> hashes() throws IOException;
    }

    /** Deletes what nobody needs, alone. */
    void sweep(Needs needs) throws IOException {
        if (!Files.isDirectory(folder)) return;
        lock().sweeping(sweeps -> {
            Set<String> needed = withWhatTheyNeed(needs.hashes());
            try (DirectoryStream<Path> files = Files.newDirectoryStream(folder)) {
                for (Path file : files) {
                    String name = file.getFileName().toString();
                    boolean isOurs = name.matches("[0-9a-f]{64}\\.json(\\..*\\.tmp)?");
                    if (isOurs && !needed.contains(name.replace(".json", ""))) Files.delete(file);
                }
            }
            Directories.sync(folder);
        });
    }

    private Set<String> withWhatTheyNeed(Set<String> hashes) throws IOException {
        Set<String> needed = new HashSet<>(hashes);
        Deque<String> open = new ArrayDeque<>(hashes);
        while (!open.isEmpty()) {
            Path file = file(open.pop());
            if (!Files.exists(file)) continue;
            if (!JsonLines.isFile(file)) throw new IOException(file + " is no file, so nobody knows what it needs");
            if (!KeptEvent.isOfReferences(JsonLines.head(file, BEGINNING))) continue;
            for (String hash : KeptEvent.referencesOf(Files.readString(file))) {
                if (needed.add(hash)) open.push(hash);
            }
        }
        return needed;
    }

    /** Costs nothing for those that this process has kept since the last sweep. */
    private void keep(Map<String, String> contents) throws IOException {
        if (safe.containsAll(contents.keySet())) return;
        if (!Files.isDirectory(folder)) {
            PrivateFiles.createFolders(folder);
            Directories.sync(Directories.of(folder));
        }
        for (Map.Entry<String, String> content : contents.entrySet()) {
            if (safe.contains(content.getKey())) continue;
            Path file = file(content.getKey());
            byte[] text = content.getValue().getBytes(StandardCharsets.UTF_8);
            if (!isKept(file, text)) write(file, text);
        }
        // Also for what another process has just written: its name may not be on the disk yet.
        Directories.sync(folder);
        safe.addAll(contents.keySet());
    }

    /** Also whole: what a disk has damaged would make each later run unreadable that has the same in it. */
    private static boolean isKept(Path file, byte[] text) throws IOException {
        return Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)
                && Files.size(file) == text.length
                && Arrays.equals(Files.readAllBytes(file), text);
    }

    /** A file appears under its name only when it is whole. */
    private static void write(Path file, byte[] text) throws IOException {
        Path unfinished = file.resolveSibling(file.getFileName() + "." + UUID.randomUUID() + ".tmp");
        try {
            PrivateFiles.create(unfinished);
            // No channel: an interrupt would close it.
            try (FileOutputStream out = new FileOutputStream(unfinished.toFile())) {
                out.write(text);
                out.getFD().sync();
            }
            Files.move(unfinished, file, StandardCopyOption.ATOMIC_MOVE);
        } finally {
            Files.deleteIfExists(unfinished);
        }
    }

    @Override
    public Map<String, String> find(Collection<String> hashes) {
        Map<String, String> found = new HashMap<>();
        for (String hash : hashes) {
            Path file = file(hash);
            try {
                if (Files.exists(file)) found.put(hash, new String(JsonLines.bytes(file), StandardCharsets.UTF_8));
            } catch (IOException failed) {
                throw new JournalException("Cannot read the content " + file + ": " + failed, failed);
            }
        }
        return found;
    }

    private Path file(String hash) {
        if (!HASH.matcher(hash).matches())
            throw new JournalException("'" + hash + "' is no hash; the line is damaged", null);
        return folder.resolve(hash + ".json");
    }

    /** Which hashes were seen last. */
    private static final class Recent extends LinkedHashMap<String, Boolean> {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Boolean> eldest) {
            return size() > REMEMBERED;
        }
    }
}
