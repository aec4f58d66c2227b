package dev.spindle.tools.files;

import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Reads files that a walk has found, one after the other: the folder of the last one stays open, so that files side by side are opened
 * without walking down to them each time. Used by one thread.
 */
final class FolderReading implements AutoCloseable {
    private final ConfinedFolder folder;
    private Path parent = Path.of("");
    private @Nullable OpenFolder open;

    FolderReading(ConfinedFolder folder) {
        this.folder = folder;
    }

    /**
     * The bytes of a file.
     *
     * @param path as the walk told it
     * @throws UnreadableFileException if it is gone, too big, or reading fails
     */
    byte[] bytes(String path) {
        Path file = Path.of(path);
        try {
            return folder.bytes(path, parentOf(file), file.getFileName());
        } catch (IOException broken) {
            throw ConfinedFolder.unreadable(path, broken);
        }
    }

    private OpenFolder parentOf(Path file) throws IOException {
        Path wanted = ConfinedFolder.parentOf(file);
        OpenFolder current = open;
        if (current != null && wanted.equals(parent)) return current;
        close();
        OpenFolder opened = folder.open(wanted);
        parent = wanted;
        open = opened;
        return opened;
    }

    @Override
    public void close() {
        OpenFolder last = open;
        open = null;
        if (last == null) return;
        try {
            last.close();
        } catch (IOException broken) {
            throw ConfinedFolder.unreadable(parent.toString(), broken);
        }
    }
}
