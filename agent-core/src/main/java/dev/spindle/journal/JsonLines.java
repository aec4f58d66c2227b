package dev.spindle.journal;

import dev.spindle.json.Json;
import java.io.IOException;
import java.io.InputStream;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.channels.FileLock;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Files of one JSON value a line, where a line counts once its end is written. */
final class JsonLines {
    private static final int BLOCK = 1 << 16;

    /** No line that was written is longer, a character having three bytes at most. */
    private static final long LONGEST_LINE = 3L * Json.MAX_CHARS;

    private JsonLines() {}

    /**
     * The whole lines from the given count on.
     *
     * @throws JournalException if they cannot be read, names the file and, if it is one line's fault, the line
     */
    static List<String> read(Path file, long from) {
        try {
            return split(file, bytes(file), from);
        } catch (NoSuchFileException notYet) {
            return List.of();
        } catch (IOException failed) {
            throw new JournalException("Cannot read the journal " + file + ": " + failed, failed);
        }
    }

    /** All bytes of a file, if it is one and fits into a quarter of the memory. */
    static byte[] bytes(Path file) throws IOException {
        if (!isFile(file)) throw new IOException("it is no file");
        long size = Files.size(file);
        long most = Math.min(Integer.MAX_VALUE - 8, Runtime.getRuntime().maxMemory() / 4);
        if (size > most) {
            throw new JournalException(
                    "The journal " + file + " has " + size + " bytes, and this process reads at most " + most
                            + ", a quarter of its memory; give it more by -Xmx, or move the file away",
                    null);
        }
        return Files.readAllBytes(file);
    }

    private static List<String> split(Path file, byte[] bytes, long from) {
        List<String> lines = new ArrayList<>();
        int begin = 0;
        long line = 0;
        for (int at = 0; at < bytes.length; at++) {
            if (bytes[at] != '\n') continue;
            if (line++ >= from) lines.add(text(file, "Line " + line, ByteBuffer.wrap(bytes, begin, at - begin)));
            begin = at + 1;
        }
        return lines;
    }

    private static String text(Path file, String line, ByteBuffer bytes) {
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(bytes).toString();
        } catch (CharacterCodingException damaged) {
            throw new JournalException(
                    line + " of " + file + " is damaged: it is no UTF-8; restore it from a backup", damaged);
        }
    }

    /** Whether it is ours, as a link is not, and reading it comes to an end, which of a pipe nobody knows; true if there is nothing. */
    static boolean isFile(Path file) {
        return Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS) || Files.notExists(file, LinkOption.NOFOLLOW_LINKS);
    }

    /** The beginning of a file, in which what is no UTF-8 is replaced. */
    static String head(Path file, int bytes) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            return new String(in.readNBytes(bytes), StandardCharsets.UTF_8);
        }
    }

    /**
     * The beginning of the last whole line; empty if there is no whole line.
     *
     * @throws IOException if it cannot be read, or is longer than any line that was written
     */
    static Optional<String> last(Path file, int bytes) throws IOException {
        if (!isFile(file)) throw new IOException("it is no file");
        try (RandomAccessFile in = new RandomAccessFile(file.toFile(), "r")) {
            long end = endBefore(in, in.length());
            if (end == 0) return Optional.empty();
            long begin = endBefore(in, end - 1);
            byte[] head = new byte[(int) Math.min(bytes, end - 1 - begin)];
            in.seek(begin);
            in.readFully(head);
            return Optional.of(new String(head, StandardCharsets.UTF_8));
        }
    }

    /**
     * The first whole line and the last; none if there is no whole line.
     *
     * @throws IOException if they cannot be read, or are longer than any line that was written
     * @throws JournalException if they are no UTF-8
     */
    static List<String> ends(Path file) throws IOException {
        if (!isFile(file)) throw new IOException("it is no file");
        try (RandomAccessFile in = new RandomAccessFile(file.toFile(), "r")) {
            long end = endBefore(in, in.length());
            if (end == 0) return List.of();
            String first = line(file, in, 0, endOfFirst(in));
            long begin = endBefore(in, end - 1);
            return begin == 0 ? List.of(first) : List.of(first, line(file, in, begin, end - 1));
        }
    }

    private static String line(Path file, RandomAccessFile in, long begin, long end) throws IOException {
        byte[] bytes = new byte[(int) (end - begin)];
        in.seek(begin);
        in.readFully(bytes);
        return text(file, begin == 0 ? "The first line" : "The last line", ByteBuffer.wrap(bytes));
    }

    private static long endOfFirst(RandomAccessFile in) throws IOException {
        byte[] block = new byte[BLOCK];
        for (long from = 0; from <= LONGEST_LINE; from += BLOCK) {
            in.seek(from);
            int length = in.read(block);
            for (int at = 0; at < length; at++) {
                if (block[at] == '\n') return from + at;
            }
        }
        throw new IOException("a line of more than " + LONGEST_LINE + " bytes");
    }

    /** Where the last whole line before a place ends, its end included; 0 if there is none. */
    static long endBefore(RandomAccessFile in, long place) throws IOException {
        byte[] block = new byte[BLOCK];
        for (long to = place; to > 0; ) {
            if (place - to > LONGEST_LINE) throw new IOException("a line of more than " + LONGEST_LINE + " bytes");
            int length = (int) Math.min(BLOCK, to);
            in.seek(to - length);
            in.readFully(block, 0, length);
            for (int at = length - 1; at >= 0; at--) {
                if (block[at] == '\n') return to - length + at + 1;
            }
            to -= length;
        }
        return 0;
    }

    /**
     * Appends a line among other processes that do the same; it is on the disk when this returns, and nothing of it if it fails.
     *
     * <p>An interrupt stays pending and stops nothing.
     */
    static synchronized void append(Path file, String line) {
        boolean interrupted = Thread.interrupted(); // it would close the channel
        try (RandomAccessFile out = PrivateFiles.open(file);
                FileLock alone = out.getChannel().lock()) {
            // Whoever died or found the disk full inside a write has left half a line.
            write(out, endBefore(out, out.length()), line + "\n");
        } catch (IOException failed) {
            throw new JournalException("Cannot write the journal " + file + ": " + failed, failed);
        } finally {
            if (interrupted) Thread.currentThread().interrupt();
        }
    }

    /** Puts text on the disk from a place on, in place of all that stands there; nothing of it if that fails. */
    static void write(RandomAccessFile out, long place, String text) throws IOException {
        try {
            if (out.length() != place) out.setLength(place);
            out.seek(place);
            out.write(text.getBytes(StandardCharsets.UTF_8));
            out.getFD().sync();
        } catch (IOException failed) {
            cut(out, place, failed);
            throw failed;
        }
    }

    /** If even that fails, the next who appends cuts what has no line end. */
    private static void cut(RandomAccessFile out, long place, IOException why) {
        try {
            out.setLength(place);
        } catch (IOException broken) {
            why.addSuppressed(broken);
        }
    }
}
