package dev.spindle.bench.speed.server;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.PriorityQueue;
import java.util.Queue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * A chat-completions server on the loopback address: one selector thread, HTTP/1.1 with keep-alive, JSON and server-sent events.
 *
 * <p>The model's name says what it replies, see {@link Script}. What it does not understand it takes as a reason to hang up.
 */
public final class ModelServer implements AutoCloseable {
    private static final int BACKLOG = 16_384;

    private final ServerSocketChannel listening;
    private final Selector selector;
    private final Replies replies = new Replies();
    private final Queue<Due> due = new PriorityQueue<>(Comparator.comparingLong(Due::nanoTime));
    private final ByteBuffer arrived = ByteBuffer.allocateDirect(1 << 16);
    private final AtomicInteger connections = new AtomicInteger();
    private volatile boolean closing;

    private record Due(long nanoTime, SelectionKey key, ByteBuffer reply) {}

    private ModelServer(ServerSocketChannel listening, Selector selector) {
        this.listening = listening;
        this.selector = selector;
    }

    /** A server on a free port, which answers once {@link #serve} runs. */
    public static ModelServer open() throws IOException {
        ServerSocketChannel listening = ServerSocketChannel.open();
        listening.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), BACKLOG);
        listening.configureBlocking(false);
        Selector selector = Selector.open();
        listening.register(selector, SelectionKey.OP_ACCEPT);
        return new ModelServer(listening, selector);
    }

    /** Where it is. */
    public String url() {
        return "http://127.0.0.1:" + listening.socket().getLocalPort() + "/v1";
    }

    /** How many connections are open. */
    public int connections() {
        return connections.get();
    }

    /** Answers on this thread until the server is closed, and then hangs up on everyone. */
    public void serve() throws IOException {
        while (!closing) {
            select();
            List<SelectionKey> ready = new ArrayList<>(selector.selectedKeys());
            selector.selectedKeys().clear();
            for (SelectionKey key : ready) handle(key);
            sendDue();
        }
        for (SelectionKey key : selector.keys()) key.channel().close();
        selector.close();
    }

    private void select() throws IOException {
        Due next = due.peek();
        if (next == null) {
            selector.select();
            return;
        }
        long millis = TimeUnit.NANOSECONDS.toMillis(next.nanoTime - System.nanoTime() + 999_999);
        if (millis > 0) selector.select(millis);
        else selector.selectNow();
    }

    private void handle(SelectionKey key) throws IOException {
        if (!key.isValid()) return;
        if (key.isAcceptable()) {
            accept();
            return;
        }
        try {
            if (key.isReadable()) read(key);
            if (key.isValid() && key.isWritable()) write(key, Objects.requireNonNull(connection(key).sending));
        } catch (IOException | IllegalArgumentException broken) {
            hangUp(key);
        }
    }

    private void accept() throws IOException {
        for (SocketChannel client = listening.accept(); client != null; client = listening.accept()) {
            client.configureBlocking(false);
            client.setOption(StandardSocketOptions.TCP_NODELAY, true);
            client.register(selector, SelectionKey.OP_READ, new Connection());
            connections.incrementAndGet();
        }
    }

    private void read(SelectionKey key) throws IOException {
        Connection connection = connection(key);
        arrived.clear();
        int count = ((SocketChannel) key.channel()).read(arrived);
        if (count < 0) {
            hangUp(key);
            return;
        }
        connection.requests.add(arrived.flip());
        if (!connection.requests.isWhole()) return;
        Replies.Reply reply = connection.requests.take();
        long delay = TimeUnit.MILLISECONDS.toNanos(reply.script().delayMillis());
        if (delay == 0) write(key, replies.of(reply));
        else due.add(new Due(System.nanoTime() + delay, key, replies.of(reply)));
    }

    private void sendDue() throws IOException {
        long now = System.nanoTime();
        for (Due next = due.peek(); next != null && next.nanoTime <= now; next = due.peek()) {
            due.remove();
            if (!next.key.isValid()) continue;
            try {
                write(next.key, next.reply);
            } catch (IOException broken) {
                hangUp(next.key);
            }
        }
    }

    private void hangUp(SelectionKey key) throws IOException {
        key.channel().close();
        connections.decrementAndGet();
    }

    private static void write(SelectionKey key, ByteBuffer reply) throws IOException {
        ((SocketChannel) key.channel()).write(reply);
        connection(key).sending = reply.hasRemaining() ? reply : null;
        key.interestOps(reply.hasRemaining() ? SelectionKey.OP_WRITE : SelectionKey.OP_READ);
    }

    private static Connection connection(SelectionKey key) {
        return (Connection) key.attachment();
    }

    /** Lets {@link #serve} return. */
    @Override
    public void close() {
        closing = true;
        selector.wakeup();
    }

    private static final class Connection {
        private final Requests requests = new Requests();
        private @Nullable ByteBuffer sending;
    }
}
