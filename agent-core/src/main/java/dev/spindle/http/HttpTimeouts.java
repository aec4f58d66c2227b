package dev.spindle.http;

import java.time.Duration;

/**
 * How long the parts of one exchange may take; {@link Duration#ZERO} is without limit.
 *
 * @param connect to reach the server, handshake included
 * @param firstContent from sending the request to the first piece of content; a comment that keeps the socket alive is
 *     none
 * @param betweenChunks from one piece of content to the next
 * @param call the whole exchange, from connecting to the last byte
 */
public record HttpTimeouts(Duration connect, Duration firstContent, Duration betweenChunks, Duration call) {
    private static final Duration SHORTEST = Duration.ofMillis(1);
    private static final Duration LONGEST = Duration.ofDays(24); // what fits an int of milliseconds

    /** 10 seconds to connect, 5 minutes to the first content, 2 minutes between chunks, 15 minutes in all. */
    public static final HttpTimeouts DEFAULT = new HttpTimeouts(
            Duration.ofSeconds(10), Duration.ofMinutes(5), Duration.ofMinutes(2), Duration.ofMinutes(15));

    /** Refuses times that are negative or beyond what a socket can be told. */
    public HttpTimeouts {
        check("connect", connect);
        check("firstContent", firstContent);
        check("betweenChunks", betweenChunks);
        check("call", call);
    }

    /** These limits with another one for connecting. */
    public HttpTimeouts withConnect(Duration other) {
        return new HttpTimeouts(other, firstContent, betweenChunks, call);
    }

    /** These limits with another one for the first content. */
    public HttpTimeouts withFirstContent(Duration other) {
        return new HttpTimeouts(connect, other, betweenChunks, call);
    }

    /** These limits with another one between chunks. */
    public HttpTimeouts withBetweenChunks(Duration other) {
        return new HttpTimeouts(connect, firstContent, other, call);
    }

    /** These limits with another one for the whole exchange. */
    public HttpTimeouts withCall(Duration other) {
        return new HttpTimeouts(connect, firstContent, betweenChunks, other);
    }

    private static void check(String name, Duration value) {
        boolean sensible = value.isZero() || (value.compareTo(SHORTEST) >= 0 && value.compareTo(LONGEST) <= 0);
        if (!sensible) {
            throw new IllegalArgumentException("The timeout " + name + " is " + value
                    + "; it must be from a millisecond to 24 days, or zero for no limit");
        }
    }
}
