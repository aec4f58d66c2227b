package dev.spindle.http;

import dev.spindle.context.Cancellation;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import okhttp3.Response;

/** A server's answer whose body is read as it arrives. Not thread-safe; close it. */
public final class HttpReply implements AutoCloseable {
    private final Response response;
    private final Cancellation.Registration cancelling;
    private final Lane lane;
    private final BoundedBody body;
    private boolean closed;

    HttpReply(Response response, Cancellation.Registration cancelling, Lane lane) {
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
