package dev.spindle.model.openai;

import java.io.InputStream;
import java.io.OutputStream;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;

/**
 * Reads the chunks of one stream, each as if it stood alone, by one parser: to make one takes longer than to read a chunk.
 *
 * <p>For one thread.
 */
final class StreamedChunks implements AutoCloseable {
    private final Portions portions;
    private @Nullable JsonParser parser;
    private Chunk last = Chunk.NOTHING;

    StreamedChunks(Watch watch) {
        this.portions = new Portions(watch);
    }

    /** Reads the data of an event; throws {@link tools.jackson.core.JacksonException} if it is no JSON object. */
    Chunk read(byte[] data) {
        JsonParser in = parser == null ? Tokens.of(portions) : parser;
        parser = null; // one that fails stands nobody knows where
        portions.begin(data);
        last = ChunkReader.read(in, last);
        in.releaseBuffered(OutputStream.nullOutputStream()); // what stands behind the object belongs to no chunk
        parser = in;
        return last;
    }

    @Override
    public void close() {
        if (parser != null) parser.close();
    }

    /** The bytes of the chunk that is being read; between the portions of a long one the watch is asked. */
    private static final class Portions extends InputStream {
        private final Watch watch;
        private byte[] data = {};
        private int at;

        private Portions(Watch watch) {
            this.watch = watch;
        }

        private void begin(byte[] next) {
            data = next;
            at = 0;
        }

        @Override
        public int read() {
            return at == data.length ? -1 : data[at++] & 0xFF;
        }

        @Override
        public int read(byte[] into, int offset, int length) {
            if (at > 0) watch.check();
            if (at == data.length) return -1;
            int portion = Math.min(length, data.length - at);
            System.arraycopy(data, at, into, offset, portion);
            at += portion;
            return portion;
        }
    }
}
