package dev.spindle.mcp;

import dev.spindle.context.Cancellation;
import dev.spindle.context.Cancellation.CancelledException;
import dev.spindle.http.HttpEndpoint;
import dev.spindle.http.HttpEndpoint.Reply;
import dev.spindle.http.HttpTransport;
import dev.spindle.http.HttpTransport.Timeouts;
import dev.spindle.http.SseStream;
import dev.spindle.json.JsonException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A server behind an address: each message is posted, and answered by one message or by a stream of them. */
final class HttpWire implements Wire {
    private static final Logger log = LoggerFactory.getLogger(HttpWire.class);
    private static final String SESSION = "Mcp-Session-Id";
    private static final Pattern SESSION_ID = Pattern.compile("[\\x21-\\x7e]{1,1000}");
    private static final String STREAM = "text/event-stream";
    private static final Duration CONNECT = Duration.ofSeconds(10);
    private static final Duration SHORT = Duration.ofSeconds(5);
    private static final int MOST_DEMANDS = 3;
    private static final int MOST_ENDPOINTS = 50;

    private final String name;
    private final McpSource.Http place;
    private final int maxBytes;
    private final Incoming incoming;
    private final HttpTransport transport;
    private final @Nullable Authorizer authorizer;
    private final GivenSecrets secrets;
    private final Threads threads = new Threads();
    private final Threads refusals = new Threads();
    private final Map<Duration, HttpEndpoint> endpoints = new ConcurrentHashMap<>();
    private final Cancellation closing = Cancellation.create();
    private volatile @Nullable String sessionId;
    private volatile @Nullable String version;

    /**
     * A way to an address.
     *
     * @param authorizer has the tokens; null if there are none but in the headers of the place
     */
    HttpWire(
            String name,
            McpSource.Http place,
            int maxBytes,
            Incoming incoming,
            HttpTransport transport,
            @Nullable Authorizer authorizer) {
        this.name = name;
        this.place = place;
        this.maxBytes = maxBytes;
        this.incoming = incoming;
        this.transport = transport;
        this.authorizer = authorizer;
        this.secrets = GivenSecrets.of(place);
    }

    @Override
    public Message exchange(Outgoing outgoing) {
        Message.Request request = outgoing.request();
        Deadline deadline = Deadline.in(outgoing.timeout());
        Map<String, String> headers = headers(request);
        headers.putAll(outgoing.headers());
        try (Cancellation.Child child = outgoing.cancellation().child();
                Cancellation.Registration ignored =
                        closing.onCancel(() -> child.cancellation().cancel("the connection was closed"))) {
            return answered(request, headers, deadline, child.cancellation());
        } catch (CancelledException stopped) {
            outgoing.cancellation().check();
            throw new McpException("The connection to the MCP server '" + name + "' was closed", stopped);
        } catch (IOException broken) {
            throw failure(request.method(), broken);
        }
    }

    /** Sent again with another token where the server demands one: then it has done nothing yet. */
    private Message answered(
            Message.Request request, Map<String, String> headers, Deadline deadline, Cancellation cancellation)
            throws IOException {
        Deadline until = deadline;
        for (int demands = 0; ; demands++) {
            String token = admit(headers, cancellation);
            Challenge challenge;
            try (Reply reply = endpoint(until.length()).send("POST", headers, List.of(request.bytes()), cancellation)) {
                reply.readWithin(until.left());
                challenge = authorizer == null ? null : Challenge.find(reply).orElse(null);
                if (authorizer == null || challenge == null) return read(request, reply, until, cancellation);
            }
            if (demands == MOST_DEMANDS)
                throw McpException.locked(
                        "The MCP server '" + name + "' demands one token after the other for " + request.method(),
                        null);
            authorizer.renew(token, challenge, cancellation);
            until = Deadline.in(until.length()); // a person may have taken their time
        }
    }

    private Message read(Message.Request request, Reply reply, Deadline deadline, Cancellation cancellation)
            throws IOException {
        if (authorizer != null) authorizer.accepted();
        remember(reply);
        if (!isStream(reply)) return single(request, reply);
        return new AnswerStream(request, deadline, cancellation, this::take, this::reopened, secrets)
                .read(reply, maxBytes);
    }

    /** Puts the token among the headers, if there is one. */
    private String admit(Map<String, String> headers, Cancellation cancellation) {
        if (authorizer == null) return "";
        String token = authorizer.findToken(cancellation).orElse("");
        if (token.isEmpty()) return token;
        secrets.learn(token);
        headers.put("Authorization", "Bearer " + token);
        return token;
    }

    private void remember(Reply reply) {
        if (sessionId != null || reply.status() >= 300) return;
        String given = reply.findHeader(SESSION).orElse(null);
        if (given != null && !SESSION_ID.matcher(given).matches())
            throw new McpException("The MCP server '" + name + "' gives its session an id that no header can carry");
        sessionId = given;
    }

    /** The answer in a body of its own. */
    private Message single(Message.Request request, Reply reply) throws IOException {
        int status = reply.status();
        if (status >= 300 && status < 400) throw redirected(reply);
        if (status == 404 && isKnown(request)) throw new SessionForgottenException();
        String text = secrets.removedFrom(new String(Bodies.read(reply.body(), maxBytes), StandardCharsets.UTF_8));
        if (status == 400 && isKnown(request) && text.toLowerCase(Locale.ROOT).contains("session"))
            throw new SessionForgottenException();
        try {
            Message message = Message.parse(text);
            boolean isAnswer = message instanceof Message.Failure
                    || (message instanceof Message.Result result && result.id().equals(request.id()));
            if (isAnswer) return message;
        } catch (JsonException noMessage) {
            log.debug("{}: no message with HTTP status {}", name, status, noMessage);
        }
        throw new McpException("The MCP server '" + name + "' answered " + request.method() + " with HTTP status "
                + status + " and no message of the protocol" + hint(status) + said(text));
    }

    /** Whether the server must have known the session of this request. */
    private boolean isKnown(Message.Request request) {
        return sessionId != null && !request.method().equals("initialize");
    }

    private static String hint(int status) {
        if (status == 401)
            return "; it wants a token: give one in the headers of its source, or say how to get one in its terms";
        if (status == 403) return "; the token that it was given does not allow this";
        return status == 404 || status == 405 ? "; check its address" : "";
    }

    private static String said(String text) {
        String words = CleanText.line(text.strip(), 200);
        return words.isEmpty() ? "" : "; it said: " + words;
    }

    private McpException redirected(Reply reply) {
        return new McpException("The MCP server '" + name + "' redirects to "
                + CleanText.line(
                        secrets.removedFrom(reply.findHeader("Location").orElse("nowhere")), 200)
                + ", where its headers, which may hold a token, are not sent; give that address if it is right");
    }

    /** The same stream from where it broke, which only the generation with sessions has. */
    private Reply reopened(String lastEventId, Deadline deadline, Cancellation cancellation) throws IOException {
        Map<String, String> headers = sessionHeaders();
        headers.put("Accept", STREAM);
        admit(headers, cancellation);
        if (!lastEventId.isEmpty()) headers.put("Last-Event-ID", HeaderText.write(lastEventId));
        Reply reply = endpoint(deadline.length()).send("GET", headers, List.of(), cancellation);
        if (reply.status() == 200 && isStream(reply)) return reply;
        int status = reply.status();
        reply.close();
        throw new IOException("it does not go on with its stream (HTTP status " + status + ")");
    }

    private void take(Message message) {
        if (message instanceof Message.Notification notification) incoming.notified(notification);
        if (!(message instanceof Message.Request request)) return;
        boolean taken = threads.answer(() -> post(incoming.answer(request)))
                || refusals.answer(() -> post(new Message.Failure(request.id(), Refusals.TOO_MANY)));
        if (!taken) log.debug("{}: too many requests, one is not even refused", name);
    }

    @Override
    public void send(Message.Notification notification) {
        if (!closing.isCancelled()) post(notification);
    }

    private void post(Message message) {
        Map<String, String> headers = message instanceof Message.Notification ? headers(message) : sessionHeaders();
        headers.put("Accept", "application/json, " + STREAM);
        headers.put("Content-Type", "application/json");
        try {
            admit(headers, closing);
            Reply reply = endpoint(SHORT).send("POST", headers, List.of(message.bytes()), closing);
            reply.close();
            if (reply.status() >= 300) log.debug("{}: HTTP status {} for a message", name, reply.status());
        } catch (IOException | CancelledException | McpException lost) {
            log.debug("{}: a message was lost", name, lost);
        }
    }

    @Override
    public void listen(Cancellation cancellation, Runnable opened) {
        try (Cancellation.Child child = cancellation.child();
                Cancellation.Registration ignored =
                        closing.onCancel(() -> child.cancellation().cancel("the connection was closed"));
                Reply reply = reopened("", Deadline.in(Duration.ZERO), child.cancellation())) {
            reply.readWithin(Duration.ZERO);
            opened.run();
            SseStream stream = new SseStream(reply.body(), maxBytes);
            for (SseStream.Event event = stream.next(); event != null; event = stream.next()) {
                Message message = AnswerStream.findMessage(event, secrets);
                if (message != null) take(message);
            }
        } catch (IOException broken) {
            throw failure("its stream", broken);
        }
    }

    private Map<String, String> headers(Message message) {
        Map<String, String> headers = sessionHeaders();
        headers.put("Accept", "application/json, " + STREAM);
        headers.put("Content-Type", "application/json");
        if (message instanceof Message.Request request
                && !Versions.named(request).isEmpty()) {
            headers.put("MCP-Protocol-Version", Versions.named(request));
            headers.put("Mcp-Method", HeaderText.write(request.method()));
            RoutingHeaders.findName(request).ifPresent(named -> headers.put("Mcp-Name", HeaderText.write(named)));
        }
        return headers;
    }

    private Map<String, String> sessionHeaders() {
        Map<String, String> headers = new LinkedHashMap<>();
        String session = sessionId;
        String agreed = version;
        if (session != null) headers.put(SESSION, session);
        if (agreed != null) headers.put("MCP-Protocol-Version", agreed);
        return headers;
    }

    /** What is left of a deadline is another time whenever it is looked at, so that not all are kept. */
    private HttpEndpoint endpoint(Duration limit) {
        if (endpoints.size() > MOST_ENDPOINTS) endpoints.clear();
        return endpoints.computeIfAbsent(
                limit,
                length -> transport.endpoint(
                        place.url(), place.headers(), new Timeouts(CONNECT, length, length, Duration.ZERO)));
    }

    private McpException failure(String what, IOException broken) {
        String words = String.valueOf(broken.getMessage());
        String clean = secrets.removedFrom(words);
        return new McpException(
                "The MCP server '" + name + "' at " + place.origin() + " failed at " + what + ": "
                        + CleanText.line(clean, 300),
                clean.equals(words) ? broken : null);
    }

    private static boolean isStream(Reply reply) {
        return reply.status() == 200
                && reply.findHeader("Content-Type")
                        .orElse("")
                        .toLowerCase(Locale.ROOT)
                        .startsWith(STREAM);
    }

    @Override
    public void agree(String agreed) {
        version = agreed;
    }

    @Override
    public boolean isOpen() {
        return !closing.isCancelled();
    }

    /** In the newest generation, closing the stream of a request says it. */
    @Override
    public boolean tellsCancellation() {
        return version != null;
    }

    /** Ends the session, if the server keeps one, within a few seconds. */
    @Override
    public void close() {
        if (closing.isCancelled()) return;
        closing.cancel("closed");
        if (sessionId == null) return;
        try {
            Map<String, String> headers = sessionHeaders();
            admit(headers, Cancellation.create());
            Reply reply = endpoint(SHORT).send("DELETE", headers, List.of(), Cancellation.create());
            reply.close();
            log.debug("{}: HTTP status {} for the end of the session", name, reply.status());
        } catch (IOException | McpException gone) {
            log.debug("{}: the end of the session was not heard", name, gone);
        }
    }
}
