package dev.spindle.http;

import dev.spindle.context.AgentException;
import dev.spindle.context.Cancellation;
import dev.spindle.context.Cancellation.CancelledException;
import dev.spindle.context.Tag;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.SSLException;
import okhttp3.Call;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;
import org.jspecify.annotations.Nullable;

/**
 * Where requests go, and how: all of a request but its body, put together once.
 *
 * <p>Made by {@link HttpTransport#endpoint}, whose connections it uses. Thread-safe.
 */
public final class HttpEndpoint {
    private final Lanes lanes;
    private final Request template;
    private final HttpTransport.Timeouts timeouts;
    private volatile OkHttpClient[] clients = {}; // one for each lane, in their order

    HttpEndpoint(Lanes lanes, Request template, HttpTransport.Timeouts timeouts) {
        this.lanes = lanes;
        this.template = template;
        this.timeouts = timeouts;
    }

    /**
     * Posts JSON and waits for status and headers.
     *
     * @param body the body's pieces, one after the other, which are not copied
     * @param cancellation closes the socket at once when cancelled, until the reply is closed
     * @return the reply, whatever its status; reads of its body are limited to {@code firstContent} from now
     * @throws IOException if the server cannot be reached, breaks off, or a time is up
     * @throws CancelledException if the call was cancelled
     * @throws dev.spindle.context.AgentException if {@link ReachableHosts} does not allow the host
     */
    public Reply post(List<byte[]> body, Cancellation cancellation) throws IOException {
        return post(body, cancellation, () -> {});
    }

    /**
     * Posts JSON as {@link #post(List, Cancellation)} does.
     *
     * @param sent told on this thread when the whole body has gone out, from when on a server may work for it
     */
    public Reply post(List<byte[]> body, Cancellation cancellation, Runnable sent) throws IOException {
        return send(template.newBuilder().post(BodyPieces.json(body, sent)).build(), cancellation);
    }

    /**
     * Sends any other request and waits for status and headers, as {@link #post(List, Cancellation)} does.
     *
     * @param method as "GET" or "DELETE"
     * @param headers sent besides those of this endpoint, in place of those of the same name; "Content-Type" says what the body is
     * @param body the body; empty for none
     */
    public Reply send(String method, Map<String, String> headers, List<byte[]> body, Cancellation cancellation)
            throws IOException {
        Request.Builder request = template.newBuilder();
        headers.forEach(request::header);
        RequestBody pieces = body.isEmpty() ? null : BodyPieces.of(body);
        return send(request.method(method, pieces).build(), cancellation);
    }

    private Reply send(Request request, Cancellation cancellation) throws IOException {
        ReachableHosts.check(request.url().host());
        cancellation.check();
        Lane lane = lanes.enter();
        Reply reply = null;
        try {
            reply = answered(lane, request, cancellation);
            return reply;
        } finally {
            if (reply == null) lane.leave();
        }
    }

    /** Each connection that cannot be used is gone after it was tried, so this ends with a new one at the latest. */
    private Reply answered(Lane lane, Request request, Cancellation cancellation) throws IOException {
        long started = System.nanoTime();
        while (true) {
            try {
                return attempt(lane, request, cancellation, left(timeouts.firstContent(), started));
            } catch (UnaskedBytes.FoundException next) {
                cancellation.check();
            }
        }
    }

    private Reply attempt(Lane lane, Request request, Cancellation cancellation, Duration limit) throws IOException {
        Call call = client(lane).newCall(request);
        Cancellation.Registration cancelling = cancellation.onCancel(call::cancel);
        long started = System.nanoTime();
        Reply reply = null;
        try {
            reply = new Reply(HeadLimit.of(limit, call).execute(), cancelling, lane);
            reply.readWithin(left(limit, started));
            return reply;
        } catch (IOException failure) {
            cancellation.check();
            throw failure;
        } finally {
            if (reply == null) cancelling.close();
        }
    }

    private OkHttpClient client(Lane lane) throws SSLException {
        OkHttpClient[] known = clients;
        boolean made = lane.number() < known.length && known[lane.number()] != null;
        return made ? known[lane.number()] : make(lane);
    }

    /** Without a lock: if two make the same one, or one is lost, it is made again, and no connection with it. */
    private OkHttpClient make(Lane lane) throws SSLException {
        OkHttpClient timed = lane.client(lanes.client(template.url().isHttps())
                .connectTimeout(timeouts.connect())
                .readTimeout(timeouts.firstContent())
                .writeTimeout(timeouts.betweenChunks())
                .callTimeout(timeouts.call()));
        OkHttpClient[] known = clients;
        OkHttpClient[] more = Arrays.copyOf(known, Math.max(known.length, lane.number() + 1));
        more[lane.number()] = timed;
        clients = more;
        return timed;
    }

    private static Duration left(Duration limit, long since) {
        if (limit.isZero()) return limit;
        return limit.minusNanos(Math.min(System.nanoTime() - since, limit.toNanos() - 1));
    }

    /** A server's answer whose body is read as it arrives. Not thread-safe; close it. */
    public static final class Reply implements AutoCloseable {
        private final Response response;
        private final Cancellation.Registration cancelling;
        private final Lane lane;
        private final BoundedBody body;
        private boolean closed;

        Reply(Response response, Cancellation.Registration cancelling, Lane lane) {
            this.response = response;
            this.cancelling = cancelling;
            this.lane = lane;
            this.body = new BoundedBody(response.body().byteStream(), HttpTransport.MAX_REPLY_BYTES);
        }

        /** The HTTP status. */
        public int status() {
            return response.code();
        }

        /** The last value of a header, its name in any case. */
        public Optional<String> findHeader(String name) {
            return Optional.ofNullable(response.header(name));
        }

        /** All values of a header that may come several times, in their order, its name in any case. */
        public List<String> headers(String name) {
            return response.headers(name);
        }

        /**
         * The pause before another try that the server asks for: by {@code Retry-After-Ms}, else by {@code Retry-After}.
         *
         * @param now the time that a date is compared with
         */
        public Optional<Duration> findRetryAfter(Instant now) {
            return RetryAfter.find(this::findHeader, now);
        }

        /**
         * The body, decompressed, as it arrives.
         *
         * <p>Its reads throw {@link TooLargeException} beyond {@link HttpTransport#MAX_REPLY_BYTES}, {@link
         * java.io.InterruptedIOException} when a time is up, and any other {@code IOException} if the connection breaks or
         * the call is cancelled.
         */
        public InputStream body() {
            return body;
        }

        /** How many bytes the body has, as the server says and the connection enforces; -1 if it does not say. */
        public long length() {
            return response.body().contentLength();
        }

        /** Writes what is read of the body from now on, decompressed, elsewhere as well. */
        public void copyTo(OutputStream copy) {
            body.copyTo(copy);
        }

        /**
         * Lets reads of the body fail once this time from now has passed, however much arrives meanwhile, until the next
         * call of this method.
         *
         * @param limit {@link Duration#ZERO} for none
         */
        public void readWithin(Duration limit) {
            var timeout = response.body().source().timeout();
            timeout.clearTimeout(); // else a single read would still be limited to firstContent
            if (limit.isZero()) timeout.clearDeadline();
            else timeout.deadline(Math.max(1, limit.toNanos()), TimeUnit.NANOSECONDS);
        }

        /** Gives the connection back, or closes it if the body was not read to its end. */
        @Override
        public void close() {
            if (closed) return;
            closed = true;
            cancelling.close();
            response.close();
            lane.leave();
        }

        /** Thrown when a server sends more than it may: a whole body, or one event. */
        public static final class TooLargeException extends IOException {
            private static final long serialVersionUID = 1L;

            TooLargeException(String what, long maxBytes) {
                super(what + " is larger than the " + maxBytes + " bytes that are read");
            }
        }
    }

    /**
     * Which hosts this process may send requests to: all, or none but itself while the system property {@value #PROPERTY} is {@value
     * #LOOPBACK}.
     *
     * <p>It keeps tests from asking real models unawares. It is looked at before each request, so that it holds for clients that were made
     * before it was set.
     */
    public static final class ReachableHosts {
        /** The name of the system property. */
        public static final String PROPERTY = "spindle.hosts";

        /** Its value that allows the loopback address alone. */
        public static final String LOOPBACK = "loopback";

        private ReachableHosts() {}

        static void check(String host) {
            if (!LOOPBACK.equals(System.getProperty(PROPERTY)) || isLoopback(host)) return;
            throw new AgentException("No request is sent to " + host + ": the system property " + PROPERTY
                    + " is '"
                    + LOOPBACK + "', as tests set it so that no real model is asked; use a ScriptedModel or a cassette,"
                    + " or do not ban requests here");
        }

        /** Whether a host is this machine, by its name alone: to look one up would be a request of its own. */
        public static boolean isLoopback(String host) {
            String name = host.toLowerCase(Locale.ROOT).replaceAll("^\\[|]$", "");
            return name.equals("localhost") || name.equals("::1") || name.matches("127(\\.\\d{1,3}){3}");
        }
    }

    /**
     * What a server says of its limits, in the {@code x-ratelimit-…} headers of any answer.
     *
     * @param requests how many requests it still takes; null if it does not say
     * @param tokens how many tokens it still takes; null if it does not say
     */
    public record ServerLimits(
            @Nullable Level requests, @Nullable Level tokens) {
        // Hours to milliseconds as in "6m0s" or "1.5s", each at most once; the names are those of Go's durations.
        private static final Pattern DURATION = Pattern.compile(
                "(?:(\\d{1,6})h)?(?:(\\d{1,6})m(?!s))?(?:(\\d{1,9}(?:\\.\\d{1,9})?)s)?(?:(\\d{1,9}(?:\\.\\d{1,9})?)ms)?");
        private static final Pattern SECONDS = Pattern.compile("\\d{1,9}(?:\\.\\d{1,9})?");
        private static final Pattern COUNT = Pattern.compile("\\d{1,15}");

        /**
         * How full a server's allowance is.
         *
         * @param limit when it is full; at least what remains
         * @param remaining now
         * @param reset until it is full again
         */
        public record Level(long limit, long remaining, Duration reset) {}

        /**
         * What the headers of an answer say.
         *
         * <p>Durations may be as Go writes them ("6m0s", "12ms") or plain seconds. What is negative, as Azure's -1, missing or cannot be
         * read counts as not said.
         *
         * @param headers gives the value of a header
         */
        public static ServerLimits of(Function<String, Optional<String>> headers) {
            return new ServerLimits(level("requests", headers), level("tokens", headers));
        }

        private static @Nullable Level level(String what, Function<String, Optional<String>> headers) {
            Optional<Long> remaining =
                    headers.apply("x-ratelimit-remaining-" + what).flatMap(ServerLimits::findCount);
            Optional<Duration> reset =
                    headers.apply("x-ratelimit-reset-" + what).flatMap(ServerLimits::findDuration);
            if (remaining.isEmpty() || reset.isEmpty()) return null;
            long limit = headers.apply("x-ratelimit-limit-" + what)
                    .flatMap(ServerLimits::findCount)
                    .orElse(0L);
            return new Level(Math.max(limit, remaining.get()), remaining.get(), reset.get());
        }

        private static Optional<Long> findCount(String text) {
            String digits = text.strip();
            return COUNT.matcher(digits).matches() ? Optional.of(Long.valueOf(digits)) : Optional.empty();
        }

        private static Optional<Duration> findDuration(String text) {
            String given = text.strip();
            if (SECONDS.matcher(given).matches()) return Optional.of(times(given, 1_000_000_000));
            Matcher parts = DURATION.matcher(given);
            if (given.isEmpty() || !parts.matches()) return Optional.empty();
            return Optional.of(times(parts.group(1), 3_600_000_000_000L)
                    .plus(times(parts.group(2), 60_000_000_000L))
                    .plus(times(parts.group(3), 1_000_000_000))
                    .plus(times(parts.group(4), 1_000_000)));
        }

        private static Duration times(@Nullable String count, long nanos) {
            if (count == null) return Duration.ZERO;
            return Duration.ofNanos(
                    new BigDecimal(count).multiply(BigDecimal.valueOf(nanos)).longValue());
        }

        /**
         * Hears what servers say of their limits with each answer, be it a reply or a refusal.
         *
         * <p>Whoever wants to hear it puts a listener into the context of a call, under {@link #TAG}. Thread-safe.
         */
        @FunctionalInterface
        public interface Listener {
            /** Under which a call carries its listener. */
            Tag<Listener> TAG = Tag.named("limits listener");

            /** Takes what was said, on the thread of the call and before its reply is read. */
            void heard(ServerLimits limits);
        }
    }
}
