package dev.spindle.tools.files;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** Writes in a confined folder: each step from a folder held open, through no link. Thread-safe. */
final class FolderWriting {
    private final ConfinedFolder folder;
    private final ReentrantLock changing = new ReentrantLock();

    FolderWriting(ConfinedFolder folder) {
        this.folder = folder;
    }

    /** Makes one change at a time: another that was stopped may still be taking back what it did. */
    void alone(Runnable change) {
        try {
            changing.lockInterruptibly();
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new UnreadableFileException("This was stopped.", stopped);
        }
        try {
            change.run();
        } finally {
            changing.unlock();
        }
    }

    /** The text of a file that may be written, without its byte order mark; empty if there is none. */
    Optional<String> find(String path) {
        return findBytes(path).map(bytes -> TextEncoding.of(path, bytes).decode(bytes));
    }

    /** Puts a text into a file, in the encoding of what it replaces. */
    void write(String path, String text) {
        byte[] before = findBytes(path).orElse(null);
        put(path, encoding(path, before).encode(path, text));
    }

    /** What cannot be kept is no text: a text that takes its place is a new one. */
    private static TextEncoding encoding(String path, byte @Nullable [] before) {
        try {
            return before == null ? TextEncoding.UTF_8 : TextEncoding.of(path, before);
        } catch (UnreadableFileException binary) {
            return TextEncoding.UTF_8;
        }
    }

    /**
     * Makes changes, all or none: if one fails, those before it are taken back.
     *
     * @throws UnreadableFileException why it failed; and what could not be taken back, if there is any
     */
    void change(List<FileChange> changes) {
        List<byte @Nullable []> before = new ArrayList<>();
        for (FileChange change : changes) {
            byte[] there = findBytes(change.path()).orElse(null);
            if (!Objects.equals(
                    change.before(),
                    there == null ? null : TextEncoding.of(change.path(), there).decode(there))) {
                throw new UnreadableFileException("'" + change.path()
                        + "' was changed by somebody else meanwhile. Nothing was changed. Read it again.");
            }
            before.add(there);
        }
        int made = 0;
        try {
            for (; made < changes.size(); made++) make(changes.get(made), before.get(made));
        } catch (UnreadableFileException refused) {
            throw new UnreadableFileException(
                    refused.explanation() + takenBack(changes.subList(0, made), before), refused);
        }
    }

    private void make(FileChange change, byte @Nullable [] before) {
        if (change.after() == null) delete(change.path());
        else put(change.path(), encoding(change.path(), before).encode(change.path(), change.after()));
    }

    /** Whoever stops this stops no putting back: an interrupt would close each file that is being written. */
    private String takenBack(List<FileChange> made, List<byte @Nullable []> before) {
        boolean interrupted = Thread.interrupted();
        try {
            return putBack(made, before);
        } finally {
            if (interrupted) Thread.currentThread().interrupt();
        }
    }

    private String putBack(List<FileChange> made, List<byte @Nullable []> before) {
        List<String> left = new ArrayList<>();
        for (int at = made.size() - 1; at >= 0; at--) {
            String path = made.get(at).path();
            try {
                byte[] there = before.get(at);
                if (there == null) delete(path);
                else put(path, there);
            } catch (UnreadableFileException stuck) {
                left.add(path);
            }
        }
        return left.isEmpty() ? " Nothing was changed." : " These could not be put back: " + left + ".";
    }

    /** Gives a file another name, which nothing may have yet. */
    void move(String from, String to) {
        Path source = folder.locateToWrite(from);
        Path target = folder.locateToWrite(to);
        try (OpenFolder here = folder.open(ConfinedFolder.parentOf(source))) {
            checkFile(from, here, source.getFileName());
            try (OpenFolder there = folder.openOrCreate(ConfinedFolder.parentOf(target))) {
                checkFree(to, there, target.getFileName());
                here.move(source.getFileName(), there, target.getFileName());
            }
        } catch (IOException broken) {
            throw unwritable(from, broken);
        }
    }

    /**
     * Checks that a file could be given another name now.
     *
     * @throws UnreadableFileException why it could not
     */
    void checkMove(String from, String to) {
        Path source = folder.locateToWrite(from);
        Path target = folder.locateToWrite(to);
        try (OpenFolder here = folder.open(ConfinedFolder.parentOf(source))) {
            checkFile(from, here, source.getFileName());
        } catch (IOException broken) {
            throw unwritable(from, broken);
        }
        try (OpenFolder there = folder.open(ConfinedFolder.parentOf(target))) {
            checkFree(to, there, target.getFileName());
        } catch (NoSuchFileException toBeCreated) {
            return;
        } catch (IOException broken) {
            throw unwritable(to, broken);
        }
    }

    private static void checkFree(String path, OpenFolder parent, Path name) throws IOException {
        if (parent.holds(name)) {
            throw new UnreadableFileException("There is something at '" + path + "' already. Choose another path.");
        }
    }

    /**
     * The text of a file that could be removed now; empty if it is no text, or too big.
     *
     * @throws UnreadableFileException why it could not be removed
     */
    Optional<String> findRemovable(String path) {
        Path real = folder.locateToWrite(path);
        try (OpenFolder parent = folder.open(ConfinedFolder.parentOf(real))) {
            checkFile(path, parent, real.getFileName());
        } catch (IOException broken) {
            throw unwritable(path, broken);
        }
        try {
            return find(path);
        } catch (UnreadableFileException noText) {
            return Optional.empty();
        }
    }

    /** Removes a file. */
    void delete(String path) {
        Path real = folder.locateToWrite(path);
        try (OpenFolder parent = folder.open(ConfinedFolder.parentOf(real))) {
            checkFile(path, parent, real.getFileName());
            parent.delete(real.getFileName());
        } catch (IOException broken) {
            throw unwritable(path, broken);
        }
    }

    private static void checkFile(String path, OpenFolder parent, Path name) throws IOException {
        if (!exists(path, parent, name)) {
            throw new UnreadableFileException("There is no file '" + path + "'. List the files to see their paths.");
        }
        if (parent.isReadOnly(name)) throw readOnly(path);
    }

    private Optional<byte[]> findBytes(String path) {
        Path real = folder.locateToWrite(path);
        try (OpenFolder parent = folder.open(ConfinedFolder.parentOf(real))) {
            Path name = real.getFileName();
            if (!exists(path, parent, name)) return Optional.empty();
            return Optional.of(folder.bytes(path, parent, name));
        } catch (NoSuchFileException noFolder) {
            return Optional.empty();
        } catch (IOException broken) {
            throw unwritable(path, broken);
        }
    }

    private void put(String path, byte[] content) {
        folder.checkSize(path, content.length);
        Path real = folder.locateToWrite(path);
        try (OpenFolder parent = folder.openOrCreate(ConfinedFolder.parentOf(real))) {
            Path name = real.getFileName();
            boolean exists = exists(path, parent, name);
            if (exists && parent.isReadOnly(name)) throw readOnly(path);
            parent.replace(name, content, exists ? parent.permissions(name) : null);
        } catch (IOException broken) {
            throw unwritable(path, broken);
        }
    }

    private static boolean exists(String path, OpenFolder parent, Path name) throws IOException {
        if (!parent.holds(name)) return false;
        if (parent.attributes(name).isDirectory()) throw ConfinedFolder.notAFile(path);
        if (!parent.attributes(name).isRegularFile()) throw ConfinedFolder.throughLink(path);
        return true;
    }

    /** Why a path cannot be written. The system's own words are not passed on: they hold absolute paths. */
    static UnreadableFileException unwritable(String path, IOException broken) {
        String why = broken instanceof AccessDeniedException ? "access to it is denied" : "the disk refuses it";
        return new UnreadableFileException(
                "'" + path + "' cannot be written: " + why + ". Choose another path.", broken);
    }

    private static UnreadableFileException readOnly(String path) {
        return new UnreadableFileException(
                "'" + path + "' is read-only and was left as it is. Choose another file, or ask"
                        + " its owner to make it writable.");
    }
}
