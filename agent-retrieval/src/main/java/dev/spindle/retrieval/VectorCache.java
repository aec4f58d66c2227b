package dev.spindle.retrieval;

import dev.spindle.context.AgentException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.zip.CRC32;
import org.jspecify.annotations.Nullable;

/*
 * A file of records, one behind the other: 32 bytes hash of model and text, the length of the vector, its numbers, a checksum of all that.
 * Records are only ever appended, so a process that dies leaves at most one that is cut; whatever does not fit its checksum ends the file.
 * Vectors are computed much more slowly than all else is done, so a build that was interrupted has lost little when it has these.
 */
/** Vectors of texts by the hash of what was embedded, on disk. For one thread, and one process at a time. */
final class VectorCache implements AutoCloseable {
    private static final int HASH = 32;
    private static final int MAX_DIMENSIONS = 8_192;

    private final Path file;
    private final String model;
    private @Nullable FileChannel opened;
    private final Map<String, Long> places = new HashMap<>();
    private long end;

    /** The cache in a file, which is opened at first use. */
    VectorCache(Path file, String model) {
        this.file = file;
        this.model = model;
    }

    private FileChannel channel() throws IOException {
        FileChannel channel = opened;
        if (channel == null) {
            channel = FileChannel.open(
                    file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
            opened = channel;
            scan(channel);
        }
        return channel;
    }

    /** Forgets all vectors of a cache that holds many more than are in use. */
    static void trim(Path file, long mostBytes) {
        try {
            if (Files.exists(file) && Files.size(file) > mostBytes) Files.delete(file);
        } catch (IOException broken) {
            throw failed(file, broken);
        }
    }

    private static AgentException failed(Path file, IOException broken) {
        return new AgentException(
                "The vectors in " + file + " cannot be read or written: " + broken.getMessage(), broken);
    }

    private void scan(FileChannel channel) throws IOException {
        long size = channel.size();
        while (end < size) {
            ByteBuffer head = read(channel, end, HASH + 4);
            if (head.remaining() < HASH + 4) break;
            int dimensions = head.getInt(HASH);
            if (dimensions < 1 || dimensions > MAX_DIMENSIONS || end + length(dimensions) > size) break;
            byte[] hash = new byte[HASH];
            head.get(hash);
            places.put(HexFormat.of().formatHex(hash), end);
            end += length(dimensions);
        }
        channel.truncate(end);
    }

    private static int length(int dimensions) {
        return HASH + 4 + 4 * dimensions + 8;
    }

    private static ByteBuffer read(FileChannel channel, long from, int bytes) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate(bytes);
        while (buffer.hasRemaining() && channel.read(buffer, from + buffer.position()) >= 0) {}
        return buffer.flip();
    }

    /** The vector of a text, if it was embedded before. */
    Optional<float[]> find(String text) {
        try {
            FileChannel channel = channel();
            Long place = places.get(HexFormat.of().formatHex(hash(text)));
            if (place == null) return Optional.empty();
            int dimensions = read(channel, place, HASH + 4).getInt(HASH);
            ByteBuffer record = read(channel, place, length(dimensions));
            if (record.remaining() < length(dimensions) || checksum(record) != record.getLong(length(dimensions) - 8)) {
                return Optional.empty();
            }
            float[] vector = new float[dimensions];
            record.position(HASH + 4).asFloatBuffer().get(vector);
            return Optional.of(vector);
        } catch (IOException broken) {
            throw failed(file, broken);
        }
    }

    void put(String text, float[] vector) {
        byte[] hash = hash(text);
        ByteBuffer record = ByteBuffer.allocate(length(vector.length));
        record.put(hash).putInt(vector.length);
        for (float value : vector) record.putFloat(value);
        record.putLong(checksum(record)).flip();
        try {
            FileChannel channel = channel();
            long at = end;
            while (record.hasRemaining()) at += channel.write(record, at);
            places.put(HexFormat.of().formatHex(hash), end);
            end = at;
        } catch (IOException broken) {
            throw failed(file, broken);
        }
    }

    private static long checksum(ByteBuffer record) {
        CRC32 checksum = new CRC32();
        checksum.update(record.duplicate().clear().limit(record.capacity() - 8));
        return checksum.getValue();
    }

    private byte[] hash(String text) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update((model + "\n").getBytes(StandardCharsets.UTF_8));
            return digest.digest(text.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("Every Java has SHA-256", impossible);
        }
    }

    @Override
    public void close() {
        try {
            if (opened != null) opened.close();
        } catch (IOException broken) {
            throw failed(file, broken);
        }
    }
}
