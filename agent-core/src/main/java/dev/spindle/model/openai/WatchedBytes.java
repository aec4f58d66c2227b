package dev.spindle.model.openai;

import java.io.ByteArrayInputStream;

/** Bytes that a parser reads in portions, with a look at the watch before each. */
final class WatchedBytes extends ByteArrayInputStream {
    private final Watch watch;

    WatchedBytes(byte[] bytes, int size, Watch watch) {
        super(bytes, 0, size);
        this.watch = watch;
    }

    @Override
    public synchronized int read(byte[] into, int offset, int length) {
        watch.check();
        return super.read(into, offset, length);
    }
}
