package dev.spindle.examples;

import dev.spindle.context.AgentException;

/** Thrown when the command was told something that it cannot do; the message says what to give instead. */
final class UsageException extends AgentException {
    private static final long serialVersionUID = 1L;

    UsageException(String message) {
        super(message);
    }
}
