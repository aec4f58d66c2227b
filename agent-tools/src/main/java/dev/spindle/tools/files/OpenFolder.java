package dev.spindle.tools.files;

import static java.nio.file.attribute.PosixFilePermission.GROUP_WRITE;
import static java.nio.file.attribute.PosixFilePermission.OTHERS_WRITE;
import static java.nio.file.attribute.PosixFilePermission.OWNER_WRITE;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.SecureDirectoryStream;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributeView;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A folder held open, from which names are opened one step at a time and links are never followed.
 *
 * <p>A path that was checked and then opened by its text can have been swapped for a link in between. A folder held open cannot: where
 * the system can open relative to a folder ({@link SecureDirectoryStream}; Linux can), each step starts from the folder that
 * was reached, wherever its name points by now. Elsewhere each step is checked just before it is made, which leaves an instant open.
 */
final class OpenFolder implements Closeable {
    /** A name in a folder, and what it stands for. */
    record Entry(Path name, BasicFileAttributes attributes) {}

    private static final Set<OpenOption> READ_NO_LINK = Set.of(StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS);
    private static final Set<OpenOption> CREATE_NO_LINK =
            Set.of(StandardOpenOption.WRITE, StandardOpenOption.CREATE_NEW, LinkOption.NOFOLLOW_LINKS);

    private static final int UNKNOWN_SIZE = 1 << 12;

    private final Path path;
    private final DirectoryStream<Path> stream;
    private final @Nullable SecureDirectoryStream<Path> secure;

    private OpenFolder(Path path, DirectoryStream<Path> stream, @Nullable SecureDirectoryStream<Path> secure) {
        this.path = path;
        this.stream = stream;
        this.secure = secure;
    }

    /** Opens the folder at a path whose owner vouches for it, in the most secure way there is. */
    @SuppressWarnings("StreamResourceLeak") // closed with the open folder
    static OpenFolder at(Path path) throws IOException {
        DirectoryStream<Path> stream = Files.newDirectoryStream(path);
        return new OpenFolder(path, stream, secured(stream));
    }

    /** Opens a folder the way it is done where the system cannot open relative to a folder. */
    @SuppressWarnings("StreamResourceLeak") // closed with the open folder
    static OpenFolder checkedAt(Path path) throws IOException {
        return new OpenFolder(path, Files.newDirectoryStream(path), null);
    }

    private static @Nullable SecureDirectoryStream<Path> secured(DirectoryStream<Path> stream) {
        return stream instanceof SecureDirectoryStream<Path> secure ? secure : null;
    }

    /** Opens a folder in this one. */
    OpenFolder enter(Path name) throws IOException {
        Path inside = path.resolve(name);
        // A pipe would keep us waiting.
        if (!attributes(name).isDirectory()) throw new NotDirectoryException(name.toString());
        if (secure != null) {
            SecureDirectoryStream<Path> entered = secure.newDirectoryStream(name, LinkOption.NOFOLLOW_LINKS);
            return new OpenFolder(inside, entered, entered);
        }
        return checkedAt(inside);
    }

    /** Opens a file in this folder for reading; anything but a regular file (a link, a pipe, a device) is an error. Waits if a pipe is swapped in. */
    ReadableByteChannel open(Path name) throws IOException {
        return open(name, attributes(name));
    }

    /**
     * The bytes of a file in this folder, as many as it has when it is opened; what {@link #open} refuses is an error.
     *
     * @param most after how many bytes reading ends
     */
    byte[] read(Path name, int most) throws IOException {
        BasicFileAttributes attributes = attributes(name);
        // Files of the system itself tell no size, and are read to their end.
        boolean sized = attributes.size() > 0;
        try (ReadableByteChannel channel = open(name, attributes)) {
            byte[] bytes = new byte[(int) Math.min(most, sized ? attributes.size() : UNKNOWN_SIZE)];
            int length = fill(bytes, 0, channel);
            while (!sized && length == bytes.length && length < most) {
                bytes = Arrays.copyOf(bytes, (int) Math.min(most, 2L * length));
                length = fill(bytes, length, channel);
            }
            return length == bytes.length ? bytes : Arrays.copyOf(bytes, length);
        }
    }

    private static int fill(byte[] bytes, int from, ReadableByteChannel channel) throws IOException {
        ByteBuffer buffer = ByteBuffer.wrap(bytes, from, bytes.length - from);
        while (buffer.hasRemaining() && channel.read(buffer) >= 0) {}
        return buffer.position();
    }

    private ReadableByteChannel open(Path name, BasicFileAttributes attributes) throws IOException {
        if (!attributes.isRegularFile()) {
            throw new FileSystemException(name.toString(), null, "not a regular file");
        }
        SeekableByteChannel channel = secure != null
                ? secure.newByteChannel(name, READ_NO_LINK)
                : Files.newByteChannel(path.resolve(name), READ_NO_LINK);
        try {
            // What was swapped in since has no place to stand at, if it is a pipe or a terminal.
            channel.position();
            return channel;
        } catch (IOException | RuntimeException swapped) {
            channel.close();
            throw swapped;
        }
    }

    /** Whether nobody may write to a file in this folder, or at least not this process. */
    boolean isReadOnly(Path name) throws IOException {
        Set<PosixFilePermission> permissions = permissions(name);
        boolean marked = permissions != null
                && Stream.of(OWNER_WRITE, GROUP_WRITE, OTHERS_WRITE).noneMatch(permissions::contains);
        return marked || !Files.isWritable(path.resolve(name));
    }

    /** Whether this folder holds the name, be it a dangling link. */
    boolean holds(Path name) throws IOException {
        try {
            attributes(name);
            return true;
        } catch (NoSuchFileException missing) {
            return false;
        }
    }

    /** What a name in this folder stands for; of a link, the link itself. */
    BasicFileAttributes attributes(Path name) throws IOException {
        if (secure == null) {
            return Files.readAttributes(path.resolve(name), BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
        }
        return secure.getFileAttributeView(name, BasicFileAttributeView.class, LinkOption.NOFOLLOW_LINKS)
                .readAttributes();
    }

    /** Creates a folder in this one. Its place is known by name alone; what is put into it afterwards follows no link. */
    void createFolder(Path name) throws IOException {
        Files.createDirectory(path.resolve(name));
    }

    /**
     * Puts a file in the place of what a name stands for, whole or not at all: a link or a file of several names is replaced, not
     * written through.
     *
     * @param permissions of the file; null for what the process gives to new ones
     */
    void replace(Path name, byte[] content, @Nullable Set<PosixFilePermission> permissions) throws IOException {
        Path half = Path.of(".spindle-" + UUID.randomUUID() + ".tmp");
        try {
            write(half, content, permissions);
            if (secure != null) secure.move(half, secure, name);
            else Files.move(path.resolve(half), path.resolve(name), StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException | RuntimeException failed) {
            delete(half, failed);
            throw failed;
        }
    }

    private void write(Path name, byte[] content, @Nullable Set<PosixFilePermission> permissions) throws IOException {
        // From its first byte on, nobody may read it who may not read what it replaces.
        FileAttribute<?>[] attributes = permissions == null
                ? new FileAttribute<?>[0]
                : new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(permissions)};
        ByteBuffer left = ByteBuffer.wrap(content);
        try (SeekableByteChannel channel = secure != null
                ? secure.newByteChannel(name, CREATE_NO_LINK, attributes)
                : Files.newByteChannel(path.resolve(name), CREATE_NO_LINK, attributes)) {
            while (left.hasRemaining()) channel.write(left);
            // Else a crash of the machine could leave the new name on an empty file.
            if (channel instanceof FileChannel file) file.force(true);
        }
        // Now those that the process would not give to a new file.
        PosixFileAttributeView view = posix(name);
        if (permissions != null && view != null) view.setPermissions(permissions);
    }

    /** Gives a file in this folder another name in another. */
    void move(Path name, OpenFolder target, Path other) throws IOException {
        if (secure != null && target.secure != null) secure.move(name, target.secure, other);
        else Files.move(path.resolve(name), target.path.resolve(other), StandardCopyOption.ATOMIC_MOVE);
    }

    /** Removes a file from this folder; of a link, the link. */
    void delete(Path name) throws IOException {
        if (secure != null) secure.deleteFile(name);
        else Files.delete(path.resolve(name));
    }

    private void delete(Path name, Exception reason) {
        try {
            delete(name);
        } catch (IOException alreadyGone) {
            reason.addSuppressed(alreadyGone);
        }
    }

    /** The permissions of a file in this folder; null where files have none of this kind. */
    @Nullable
    Set<PosixFilePermission> permissions(Path name) throws IOException {
        PosixFileAttributeView view = posix(name);
        return view == null ? null : view.readAttributes().permissions();
    }

    private @Nullable PosixFileAttributeView posix(Path name) {
        return secure != null
                ? secure.getFileAttributeView(name, PosixFileAttributeView.class, LinkOption.NOFOLLOW_LINKS)
                : Files.getFileAttributeView(
                        path.resolve(name), PosixFileAttributeView.class, LinkOption.NOFOLLOW_LINKS);
    }

    /** Up to that many entries of this folder, in no order; may be asked once. */
    List<Entry> entries(int most) throws IOException {
        List<Entry> entries = new ArrayList<>();
        try {
            for (Path each : stream) {
                if (entries.size() == most) break;
                Path name = each.getFileName();
                if (name != null) entries.add(new Entry(name, attributes(name)));
            }
        } catch (DirectoryIteratorException broken) {
            throw broken.getCause();
        }
        return entries;
    }

    @Override
    public void close() throws IOException {
        stream.close();
    }
}
