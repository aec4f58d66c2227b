package dev.spindle.tools.shell;

import dev.spindle.tools.process.OutputSink;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/** Keeps the beginning and the end of what a command prints, and counts what lies between. Thread-safe. */
final class HeadAndTail implements OutputSink {
    private final ByteArrayOutputStream head = new ByteArrayOutputStream();
    private final int most;
    private final byte[] tail;
    private long total;

    /** Keeps that many bytes of the beginning, and as many of the end. */
    HeadAndTail(int most) {
        this.most = most;
        this.tail = new byte[most];
    }

    @Override
    public synchronized void accept(byte[] bytes, int count) {
        int first = Math.min(count, most - head.size());
        head.write(bytes, 0, first);
        // Only the last bytes of a long piece can still be in the tail when it is over.
        int from = Math.max(first, count - most);
        for (int at = from; at < count; at++) tail[(int) ((total + at) % most)] = bytes[at];
        total += count;
    }

    /** What was kept, with a note in the place of what was not; afterwards nothing is kept. */
    synchronized String take() {
        long behind = total - head.size();
        int kept = (int) Math.min(behind, most);
        byte[] end = new byte[kept];
        for (int at = 0; at < kept; at++) end[at] = tail[(int) ((total - kept + at) % most)];
        String text = behind <= most
                ? utf8(join(head.toByteArray(), end))
                : utf8(head.toByteArray()) + "\n[" + (behind - kept) + " bytes left out here]\n" + utf8(end);
        head.reset();
        total = 0;
        return text;
    }

    private static byte[] join(byte[] one, byte[] other) {
        ByteArrayOutputStream both = new ByteArrayOutputStream();
        both.writeBytes(one);
        both.writeBytes(other);
        return both.toByteArray();
    }

    private static String utf8(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }
}
