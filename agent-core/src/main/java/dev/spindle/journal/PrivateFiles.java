package dev.spindle.journal;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;

/**
 * Files and folders that only their owner can read, where the system can tell owners from others. What is there already stays as it
 * is: whoever opened it to others may have meant it.
 */
final class PrivateFiles {
    private PrivateFiles() {}

    /** Creates a folder and those above it that are missing. */
    static void createFolders(Path folder) throws IOException {
        Files.createDirectories(folder, ownerOnly(folder, "rwx------"));
    }

    /** Creates an empty file, unless there is one; whether there was none. */
    static boolean create(Path file) throws IOException {
        try {
            Files.createFile(file, ownerOnly(file, "rw-------"));
            return true;
        } catch (FileAlreadyExistsException known) {
            return false;
        }
    }

    /**
     * Opens a file for reading and writing, and creates it, its name on the disk, if it is missing.
     *
     * @throws IOException if the name is that of a link, which may lead to anybody's file, or of what is no file
     */
    static RandomAccessFile open(Path file) throws IOException {
        boolean isNew = create(file);
        if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS))
            throw new IOException(file.getFileName() + " is no file, or a link");
        RandomAccessFile opened = new RandomAccessFile(file.toFile(), "rw");
        try {
            if (isNew) Directories.sync(Directories.of(file));
            return opened;
        } catch (IOException failed) {
            opened.close();
            throw failed;
        }
    }

    private static FileAttribute<?>[] ownerOnly(Path path, String permissions) {
        if (!path.getFileSystem().supportedFileAttributeViews().contains("posix")) return new FileAttribute<?>[0];
        return new FileAttribute<?>[] {
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions))
        };
    }
}
