package dev.spindle.mcp;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/** Files that nobody but their owner reads. */
final class OwnFiles {
    private OwnFiles() {}

    /** Writes a file as a whole, or not at all; folders that are missing are made, for their owner alone. */
    static void write(Path file, String text) throws IOException {
        Path folder = folder(file);
        Path draft = Files.createTempFile(folder, ".draft", ".json", only("rw-------"));
        try {
            Files.writeString(draft, text, StandardCharsets.UTF_8);
            Files.move(draft, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
        } finally {
            Files.deleteIfExists(draft);
        }
    }

    /** The folder of a file; it is made if it is missing. */
    static Path folder(Path file) throws IOException {
        Path folder = file.toAbsolutePath().getParent();
        if (folder == null) throw new NoSuchFileException(file.toString());
        return Files.createDirectories(folder, only("rwx------"));
    }

    /** Opens a file, and makes it if it is missing and that is among the options. */
    static FileChannel open(Path file, OpenOption... how) throws IOException {
        return FileChannel.open(file, Set.of(how), only("rw-------"));
    }

    private static FileAttribute<?>[] only(String rights) {
        if (!FileSystems.getDefault().supportedFileAttributeViews().contains("posix")) return new FileAttribute<?>[0];
        return new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(rights))};
    }
}
