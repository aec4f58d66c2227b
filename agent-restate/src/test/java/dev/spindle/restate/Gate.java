package dev.spindle.restate;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;

/** Stands between an engine and workers, of which each connection gets one; it can stop forwarding, as a dead network does, or cut a connection. */
final class Gate implements AutoCloseable {
    private static final int HEADER_OF_FRAME = 9;

    private final ServerSocket server;
    private final List<Integer> workers;
    private final AtomicInteger turn = new AtomicInteger();
    private final AtomicInteger untilCut = new AtomicInteger();
    private final AtomicReference<String> last = new AtomicReference<>("");
    private boolean isHeld;

    Gate(List<Integer> workers) throws IOException {
        this.workers = workers;
        this.server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        start(this::accept);
    }

    int port() {
        return server.getLocalPort();
    }

    /** Cuts the connection that so many pieces later, of either direction and any connection, something goes through; that piece is lost. */
    void cutAfter(int pieces) {
        untilCut.set(pieces);
    }

    /** Whether the connection is still to be cut. */
    boolean isToCut() {
        return untilCut.get() > 0;
    }

    /** Cuts the connection through which this goes next, behind the frame of HTTP/2 that holds it. */
    void cutBehind(String text) {
        last.set(text);
    }

    /** Whether that was cut. */
    boolean isCutBehind() {
        return last.get().isEmpty();
    }

    /** Nothing goes through from now on, and nothing is told of it. */
    synchronized void hold() {
        isHeld = true;
    }

    /** What was held goes on. */
    synchronized void letGo() {
        isHeld = false;
        notifyAll();
    }

    private synchronized void pass() throws InterruptedException {
        while (isHeld) wait();
    }

    private static void start(Runnable work) {
        Thread thread = new Thread(work, "gate");
        thread.setDaemon(true);
        thread.start();
    }

    private void accept() {
        while (!server.isClosed()) {
            try {
                Socket engine = server.accept();
                start(() -> connect(engine));
            } catch (IOException closed) {
                return;
            }
        }
    }

    /** With the next worker that is there. */
    private void connect(Socket engine) {
        for (int tried = 0; tried < workers.size(); tried++) {
            int port = workers.get(turn.getAndIncrement() % workers.size());
            try {
                Socket worker = new Socket(InetAddress.getLoopbackAddress(), port);
                engine.setTcpNoDelay(true);
                worker.setTcpNoDelay(true);
                start(() -> forward(engine, worker));
                start(() -> forward(worker, engine));
                return;
            } catch (IOException dead) {
                // the next one, then
            }
        }
        close(engine);
    }

    private void forward(Socket from, Socket to) {
        byte[] some = new byte[16_384];
        try (from;
                to) {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            for (int count = in.read(some); count >= 0; count = in.read(some)) {
                pass();
                if (untilCut.getAndUpdate(left -> Math.max(0, left - 1)) == 1) return;
                int end = endOfLast(some, count);
                out.write(some, 0, end < 0 ? count : end);
                if (end >= 0) return;
            }
        } catch (IOException | InterruptedException over) {
            // both ends are closed
        }
    }

    /** Where in a piece the frame ends behind which is to be cut, or -1. Both sides write whole frames, so a piece begins with one. */
    private int endOfLast(byte[] piece, int count) {
        String wanted = last.get();
        if (wanted.isEmpty()) return -1;
        int at = new String(piece, 0, count, StandardCharsets.ISO_8859_1).indexOf(wanted);
        if (at < 0 || !last.compareAndSet(wanted, "")) return -1;
        int end = 0;
        while (end <= at) end += HEADER_OF_FRAME + (ByteBuffer.wrap(piece).getInt(end) >>> 8);
        return Math.min(end, count);
    }

    private static void close(Socket socket) {
        try {
            socket.close();
        } catch (IOException closed) {
            // it is
        }
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}
