package dev.spindle.mcp;

import dev.spindle.context.AgentException;
import org.jspecify.annotations.Nullable;

/** Thrown where a server of the Model Context Protocol cannot be reached, breaks off, or refuses a request. */
public final class McpException extends AgentException {
    private static final long serialVersionUID = 1L;

    private final transient Message.@Nullable RpcError error;

    McpException(String message) {
        this(message, (Throwable) null);
    }

    McpException(String message, @Nullable Throwable cause) {
        super(message, cause);
        this.error = null;
    }

    McpException(String message, Message.RpcError error) {
        super(message);
        this.error = error;
    }

    /** What the server answered; null if it did not. */
    Message.@Nullable RpcError error() {
        return error;
    }
}
