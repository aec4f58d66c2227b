package dev.spindle.mcp;

import dev.spindle.json.Json;
import dev.spindle.mcp.Message.RpcError;

/** Thrown where a request of a client is answered with an error of the protocol. */
final class RpcException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient RpcError error;

    RpcException(int code, String message) {
        this(RpcError.of(code, message));
    }

    RpcException(RpcError error) {
        super(error.message());
        this.error = error;
    }

    static RpcException missing(String capability) {
        Json data = Fields.of("requiredCapabilities", Fields.of(capability, Json.EMPTY_OBJECT))
                .json();
        String words = "the client has not declared the capability '" + capability + "', which this request needs";
        return new RpcException(new RpcError(RpcError.NO_CAPABILITY, words, data));
    }

    RpcError error() {
        return error;
    }
}
