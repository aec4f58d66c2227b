package dev.spindle.tools.http;

import java.net.UnknownHostException;

/** Thrown where a request may not go on; its message is for the model. */
final class HttpRefusedException extends UnknownHostException {
    private static final long serialVersionUID = 1L;

    private final String explanation;

    HttpRefusedException(String explanation) {
        super(explanation);
        this.explanation = explanation;
    }

    String explanation() {
        return explanation;
    }
}
