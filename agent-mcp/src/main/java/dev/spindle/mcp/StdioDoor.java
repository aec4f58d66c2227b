package dev.spindle.mcp;

import dev.spindle.json.JsonException;
import dev.spindle.mcp.Message.RpcError;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Serves one client over a pipe: one message a line, and nothing else. */
final class StdioDoor {
    private static final Logger log = LoggerFactory.getLogger(StdioDoor.class);
    private static final int MOST_BYTES = 16 * 1024 * 1024;
    private static final int AT_ONCE = 64;
    private static final Duration A_WHILE = Duration.ofSeconds(5);
    private static final byte[] END = {'\n'};

    private final ServerDesk desk;
    private final OutputStream out;
    private final Conversation client = new Conversation();
    private final Semaphore places = new Semaphore(AT_ONCE);
    private boolean listens;

    StdioDoor(ServerDesk desk, OutputStream out) {
        this.desk = desk;
        this.out = out;
    }

    /** Serves until the input ends; then what is under way is cancelled. */
    void serve(InputStream in) throws IOException {
        Lines lines = new Lines(in, MOST_BYTES);
        try {
            for (String line = lines.next(); line != null; line = lines.next()) {
                if (!line.isBlank()) take(line);
            }
        } finally {
            client.close();
        }
    }

    private void take(String line) {
        Message message;
        try {
            message = Message.parse(line);
        } catch (JsonException noMessage) {
            say(new Message.Failure(null, RpcError.of(RpcError.PARSE, String.valueOf(noMessage.getMessage()))));
            return;
        }
        if (message instanceof Message.Notification notification) client.heard(notification);
        else if (message instanceof Message.Request request) begin(request);
        else client.answered(message);
    }

    private void begin(Message.Request request) {
        if (!places.tryAcquire()) {
            say(new Message.Failure(request.id(), Refusals.TOO_MANY));
            return;
        }
        try {
            ClientRequest begun = client.begin(request, this::say);
            if (request.method().equals("initialize") && !listens) listen();
            Threads.start("request", () -> answer(request, begun));
        } catch (RpcException refused) {
            places.release();
            say(new Message.Failure(request.id(), refused.error()));
        }
    }

    /** Tells a client of the generation with sessions what changes. */
    private void listen() {
        listens = true;
        Changes.Listening changes = desk.changes().listen(client.subscriptions());
        Threads.start("changes", () -> {
            try (changes) {
                while (!client.isClosed() && !changes.isOver())
                    changes.next(A_WHILE).ifPresent(change -> say(change.notification(null)));
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
            }
        });
    }

    private void answer(Message.Request request, ClientRequest begun) {
        Message answer = new Message.Failure(request.id(), RpcError.of(RpcError.INTERNAL, "the server failed"));
        try {
            answer = desk.answer(request, begun);
        } finally {
            if (!begun.cancellation().isCancelled()) say(answer);
            client.end(request);
            places.release();
        }
    }

    private void say(Message message) {
        byte[] bytes = message.bytes();
        synchronized (out) {
            try {
                out.write(bytes);
                out.write(END);
                out.flush();
            } catch (IOException gone) {
                log.debug("the client no longer reads", gone);
                client.close();
            }
        }
    }
}
