package dev.spindle.model.openai;

import org.jspecify.annotations.Nullable;

/** Memory into which small bodies are read, one after the other. Thread-safe. */
final class BodyMemory {
    /** The most bytes of a body for which there is memory; a larger one takes its own, as it arrives. */
    static final int MOST = 64 * 1024;

    private static final int LEAST = 1024;

    private byte @Nullable [] free;

    /** For a body of so many bytes, to be given back when nothing refers to it any more. */
    byte[] taken(int size) {
        byte[] found = takeFree();
        return found != null && found.length >= size ? found : new byte[Math.max(LEAST, size)];
    }

    private synchronized byte @Nullable [] takeFree() {
        byte[] found = free;
        free = null;
        return found;
    }

    synchronized void giveBack(byte[] used) {
        free = used;
    }
}
