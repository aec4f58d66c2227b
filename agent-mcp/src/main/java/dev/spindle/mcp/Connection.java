package dev.spindle.mcp;

import dev.spindle.context.Cancellation;
import dev.spindle.context.Cancellation.CancelledException;
import dev.spindle.http.Backoff;
import dev.spindle.http.HttpTransport;
import dev.spindle.json.Json;
import dev.spindle.mcp.McpSource.Command;
import dev.spindle.mcp.McpSource.Http;
import dev.spindle.mcp.Session.Call;
import java.time.Duration;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one connection to a server, which is a cache: it is made at the first request, and made anew when it is gone. Thread-safe.
 *
 * <p>A server that cannot be reached is tried again at a later request, after a pause that grows.
 */
final class Connection implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(Connection.class);
    private static final Backoff PAUSES = Backoff.DEFAULT
            .withRetries(Integer.MAX_VALUE)
            .withFirst(Duration.ofMillis(500))
            .withLongest(Duration.ofMinutes(1));

    private static final Duration LONGEST_OPENING = Duration.ofSeconds(2);

    private final McpSource source;
    private final Runnable toolsChanged;
    private final ServerQuestions questions;
    private final Progress progress = new Progress();
    private final @Nullable HttpTransport transport;
    private final @Nullable Authorizer authorizer;
    private final ReentrantLock connecting = new ReentrantLock();
    private final Cancellation closing = Cancellation.create();
    private volatile @Nullable Session current;
    private volatile boolean hearing;
    private volatile Opening opening;
    private @Nullable Boolean stateless;
    private @Nullable McpException lastFailure;
    private int failures;
    private long nextTry;

    /** A connection that is not made yet. */
    Connection(McpSource source, Runnable toolsChanged) {
        this.source = source;
        this.toolsChanged = toolsChanged;
        this.questions = new ServerQuestions(source.name(), source.terms().answers());
        this.transport = source.place() instanceof Http ? HttpTransport.create() : null;
        this.authorizer = authorizer(source, transport);
        this.opening = new Opening(toolsChanged);
    }

    private static @Nullable Authorizer authorizer(McpSource source, @Nullable HttpTransport transport) {
        McpAuthorization how = source.terms().authorization();
        if (how == null || transport == null || !(source.place() instanceof Http http)) return null;
        return new Authorizer(source.name(), http.url(), how, transport);
    }

    /**
     * Asks the server for something that is quickly answered.
     *
     * @throws McpException if it cannot be asked, or refuses
     */
    Json request(String method, Json params) {
        return request(method, params, Call.within(source.terms().bounds().answer()));
    }

    /** Asks the server for the work of a call, for which it may ask back. */
    Json call(String method, Json params, Call call) {
        questions.begin();
        try {
            return request(method, params, call);
        } finally {
            questions.end();
        }
    }

    /** Asks the server for something that it does without asking back. */
    Json request(String method, Json params, Call call) {
        Session session = session();
        try {
            return session.request(method, params, call);
        } catch (Wire.SessionForgottenException forgotten) {
            forget(session);
        }
        try {
            return session().request(method, params, call);
        } catch (Wire.SessionForgottenException again) {
            throw new McpException("The MCP server '" + source.name() + "' forgets each session at once", again);
        }
    }

    /** What the server says that it can. */
    Json capabilities() {
        return session().capabilities();
    }

    private void forget(Session session) {
        connecting.lock();
        try {
            if (current == session) current = null;
        } finally {
            connecting.unlock();
        }
        session.close();
    }

    private Session session() {
        Session known = current;
        if (known != null && known.isOpen()) return known;
        try {
            connecting.lockInterruptibly();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new CancelledException("interrupted while connecting to the MCP server '" + source.name() + "'");
        }
        try {
            known = current;
            return known != null && known.isOpen() ? known : connect();
        } finally {
            connecting.unlock();
        }
    }

    private Session connect() {
        if (closing.isCancelled())
            throw new McpException("The MCP server '" + source.name() + "' was closed; make a new registry");
        McpException last = lastFailure;
        if (last != null && System.nanoTime() - nextTry < 0) {
            throw new McpException(last.getMessage() + "; it is tried again in a while", last);
        }
        Session gone = current;
        if (gone != null) gone.close();
        current = null;
        try {
            return connected(handshake().begin(stateless));
        } catch (McpException | Wire.SessionForgottenException failed) {
            throw noted(
                    failed instanceof McpException known
                            ? known
                            : new McpException("The MCP server '" + source.name() + "' forgot its session", failed));
        }
    }

    private Session connected(Session session) {
        stateless = session.isStateless();
        lastFailure = null;
        failures = 0;
        current = session;
        hearing = false;
        hear(session);
        return session;
    }

    /** Makes sure that changes of the tools are heard of, where the server tells them; whether it does. */
    boolean hearChanges() {
        Session session = session();
        hear(session);
        return Fields.isTrue(Fields.object(session.capabilities(), "tools"), "listChanged");
    }

    /** Opens the stream of what the server says unasked, if it has something to say there. */
    private void hear(Session session) {
        boolean byItself = source.place() instanceof Command && !session.isStateless();
        if (byItself || hearing || !hasMore(session)) return;
        hearing = true;
        Opening begun = new Opening(toolsChanged);
        opening = begun;
        Threads.start("listen-" + source.name(), () -> listen(session, begun));
        try {
            if (!begun.await(LONGEST_OPENING)) log.debug("{}: its own stream does not open", source.name());
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /** Changed tools, or questions, which some servers put there. */
    private boolean hasMore(Session session) {
        boolean changes = Fields.isTrue(Fields.object(session.capabilities(), "tools"), "listChanged");
        boolean asks =
                !session.isStateless() && !questions.capabilities().names().isEmpty();
        return changes || asks;
    }

    /** Whether it will be heard of if the tools change. */
    boolean isHearing() {
        Session session = current;
        return session != null && session.isOpen() && (hearing || source.place() instanceof Command);
    }

    /** The next try asks for the generation again: the server may be another one by then. */
    private McpException noted(McpException failed) {
        stateless = null;
        lastFailure = failed;
        failures++;
        nextTry = System.nanoTime()
                + PAUSES.findPause(Math.min(failures, 20), null)
                        .orElse(Duration.ZERO)
                        .toNanos();
        return failed;
    }

    private Handshake handshake() {
        McpSource.Bounds bounds = source.terms().bounds();
        return new Handshake(
                source.name(),
                bounds.answer(),
                questions.capabilities(),
                () -> new Session(source.name(), wire(bounds.maxMessageBytes()), questions, progress));
    }

    private Wire wire(int maxBytes) {
        if (source.place() instanceof Command command)
            return StdioWire.start(source.name(), command, maxBytes, new Hearing());
        if (transport == null) throw new IllegalStateException("no transport for " + source.place());
        return new HttpWire(source.name(), (Http) source.place(), maxBytes, new Hearing(), transport, authorizer);
    }

    /** Hears of changed tools until the server ends it. */
    private void listen(Session session, Opening begun) {
        try {
            session.listen(closing, begun::done);
        } catch (McpException | CancelledException | Wire.SessionForgottenException ended) {
            log.debug("{}: changes are no longer heard of", source.name(), ended);
        } finally {
            begun.end();
            if (current == session) hearing = false;
        }
    }

    @Override
    public void close() {
        closing.cancel("closed");
        Session session = current;
        if (session != null) session.close();
        if (transport != null) transport.close();
    }

    private final class Hearing implements Wire.Incoming {
        @Override
        public void notified(Message.Notification notification) {
            switch (notification.method()) {
                case "notifications/progress" -> progress.heard(notification.given());
                case "notifications/tools/list_changed" -> toolsChanged.run();
                case Versions.LISTENS -> opening.done();
                case "notifications/message" ->
                    log.debug(
                            "{} says: {}",
                            source.name(),
                            CleanText.line(notification.given().text(), 1_000));
                default -> log.trace("{}: {}", source.name(), CleanText.line(notification.method(), 100));
            }
        }

        @Override
        public Message answer(Message.Request request) {
            return questions.answer(request);
        }
    }
}
