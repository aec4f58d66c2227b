package dev.spindle.mcp;

import dev.spindle.context.Cancellation;
import dev.spindle.context.Cancellation.CancelledException;
import dev.spindle.json.Json;
import dev.spindle.json.JsonException;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A server in a child process: one message a line, over its standard input and output. */
final class StdioWire implements Wire {
    private static final Logger log = LoggerFactory.getLogger(StdioWire.class);
    private static final int MOST_WAITING = 10_000;
    private static final int MOST_RUBBISH = 100;
    private static final byte[] END = {'\n'};

    private final String name;
    private final ServerProcess process;
    private final Incoming incoming;
    private final GivenSecrets secrets;
    private final Threads threads = new Threads();
    private final Map<String, CompletableFuture<Message>> pending = new ConcurrentHashMap<>();
    private final BlockingQueue<Message> outbox = new LinkedBlockingQueue<>(MOST_WAITING);
    private volatile @Nullable McpException closed;

    private StdioWire(String name, ServerProcess process, Incoming incoming, GivenSecrets secrets) {
        this.name = name;
        this.process = process;
        this.incoming = incoming;
        this.secrets = secrets;
    }

    /**
     * Starts the server.
     *
     * @param maxBytes of one message
     */
    static StdioWire start(String name, McpSource.Command command, int maxBytes, Incoming incoming) {
        GivenSecrets secrets = GivenSecrets.of(command);
        StdioWire wire = new StdioWire(name, ServerProcess.start(name, command, secrets), incoming, secrets);
        Threads.start("in-" + name, () -> wire.read(maxBytes));
        Threads.start("out-" + name, wire::write);
        // A child of the server may hold its output open, so that its end is not read there.
        wire.process.afterEnd(wire::ended);
        return wire;
    }

    @Override
    public Message exchange(Outgoing outgoing) {
        Message.Request request = outgoing.request();
        String id = request.id().text();
        CompletableFuture<Message> answer = new CompletableFuture<>();
        pending.put(id, answer);
        Cancellation cancellation = outgoing.cancellation();
        Cancellation.Registration cancelling =
                cancellation.onCancel(() -> answer.completeExceptionally(new CancelledException("cancelled")));
        try {
            enqueue(request);
            return await(answer, outgoing.timeout(), request.method());
        } catch (CancelledException stopped) {
            cancellation.check();
            throw stopped;
        } finally {
            cancelling.close();
            pending.remove(id);
        }
    }

    private Message await(CompletableFuture<Message> answer, Duration timeout, String method) {
        try {
            return timeout.isZero() ? answer.get() : answer.get(timeout.toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException late) {
            throw new McpException(
                    "The MCP server '" + name + "' did not answer " + method + " within " + timeout, late);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new CancelledException("interrupted while waiting for the MCP server '" + name + "'");
        } catch (ExecutionException failed) {
            if (failed.getCause() instanceof CancelledException cancelled) throw cancelled;
            throw new McpException(message(failed.getCause()), failed);
        }
    }

    private static String message(@Nullable Throwable cause) {
        return cause == null ? "it failed" : String.valueOf(cause.getMessage());
    }

    @Override
    public void send(Message.Notification notification) {
        if (closed == null && !outbox.offer(notification)) log.debug("{}: a notification was lost", name);
    }

    private void enqueue(Message message) {
        McpException gone = closed;
        if (gone != null) throw new McpException(String.valueOf(gone.getMessage()), gone);
        if (!outbox.offer(message))
            throw new McpException("The MCP server '" + name + "' does not read what it is sent");
        gone = closed; // whoever closed it may have gone through the pending before this one was there
        if (gone != null) throw new McpException(String.valueOf(gone.getMessage()), gone);
    }

    @Override
    public void listen(Cancellation cancellation, Runnable opened) {}

    @Override
    public void agree(String version) {}

    @Override
    public boolean isOpen() {
        return closed == null && process.isAlive();
    }

    @Override
    public boolean tellsCancellation() {
        return true;
    }

    private void write() {
        OutputStream out = process.input();
        try {
            while (closed == null) {
                Message message = outbox.poll(1, TimeUnit.SECONDS);
                if (message == null) continue;
                out.write(message.bytes());
                out.write(END);
                out.flush();
            }
        } catch (IOException gone) {
            fail("no longer reads its input (" + process.end() + ")", gone);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void read(int maxBytes) {
        Lines lines = new Lines(process.output(), maxBytes);
        try {
            int rubbish = 0;
            for (String line = lines.next(); line != null; line = lines.next()) {
                if (line.isBlank() || take(line)) continue;
                if (++rubbish > MOST_RUBBISH) throw new IOException("what is no message of the protocol");
            }
            ended();
        } catch (IOException broken) {
            fail("was ended, since it sent " + CleanText.line(String.valueOf(broken.getMessage()), 200), broken);
        } finally {
            fail("was ended, since what it sent could not be taken", null); // unless it ended otherwise
            process.end(false);
        }
    }

    private void ended() {
        if (closed == null) fail("has ended (" + process.end() + ")", null);
    }

    /** False if the line is no message. */
    private boolean take(String sent) {
        String line = secrets.removedFrom(sent);
        Message message;
        try {
            message = Message.parse(line);
        } catch (JsonException noMessage) {
            log.debug("{}: no message on its standard output: {}", name, CleanText.line(line, 200));
            return false;
        }
        if (message instanceof Message.Notification notification) incoming.notified(notification);
        else if (message instanceof Message.Request request) answer(request);
        else if (message instanceof Message.Result result) complete(result.id(), message);
        else if (message instanceof Message.Failure failure && failure.id() != null) complete(failure.id(), message);
        return true;
    }

    private void complete(Json id, Message message) {
        CompletableFuture<Message> waiting = pending.get(id.text());
        if (waiting != null) waiting.complete(message);
    }

    private void answer(Message.Request request) {
        boolean taken = threads.answer(() -> outbox.offer(incoming.answer(request)));
        if (!taken) outbox.offer(new Message.Failure(request.id(), Refusals.TOO_MANY));
    }

    private void fail(String what, @Nullable Throwable cause) {
        McpException why = new McpException("The MCP server '" + name + "' " + what, cause);
        if (closed == null) closed = why;
        pending.values().forEach(waiting -> waiting.completeExceptionally(why));
    }

    @Override
    public void close() {
        fail("was closed", null);
        process.end(true);
    }
}
