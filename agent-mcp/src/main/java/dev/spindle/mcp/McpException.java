package dev.spindle.mcp;

import dev.spindle.context.AgentException;
import org.jspecify.annotations.Nullable;

/** Thrown where a server of the Model Context Protocol cannot be reached, breaks off, or refuses a request. */
public final class McpException extends AgentException {
    private static final long serialVersionUID = 1L;

    private final transient Message.@Nullable RpcError error;
    private final boolean locked;

    McpException(String message) {
        this(message, (Throwable) null);
    }

    McpException(String message, @Nullable Throwable cause) {
        this(message, cause, false);
    }

    private McpException(String message, @Nullable Throwable cause, boolean locked) {
        super(message, cause);
        this.error = null;
        this.locked = locked;
    }

    /** The server wants a token, and none can be had. */
    static McpException locked(String message, @Nullable Throwable cause) {
        return new McpException(message, cause, true);
    }

    McpException(String message, Message.RpcError error) {
        super(message);
        this.error = error;
        this.locked = false;
    }

    /** What the server answered; null if it did not. */
    Message.@Nullable RpcError error() {
        return error;
    }

    /** Whether the server lets nobody in without a token that cannot be had: then it makes no sense to ask it otherwise. */
    boolean isLocked() {
        return locked;
    }
}
