package dev.spindle.http;

import java.io.IOException;

/** Thrown when a server sends more than it may: a whole body, or one event. */
public final class ReplyTooLargeException extends IOException {
    private static final long serialVersionUID = 1L;

    ReplyTooLargeException(String what, long maxBytes) {
        super(what + " is larger than the " + maxBytes + " bytes that are read");
    }
}
