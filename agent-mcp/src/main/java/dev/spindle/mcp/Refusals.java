package dev.spindle.mcp;

import dev.spindle.mcp.Message.RpcError;

/** What a client answers to requests of a server that it does not carry out. */
final class Refusals {
    static final RpcError TOO_MANY =
            RpcError.of(RpcError.INTERNAL, "too many requests at once; ask again when others are answered");
    static final RpcError TOO_OFTEN =
            RpcError.of(RpcError.INTERNAL, "too many requests for one call; this client answers no more of them");
    static final RpcError NO_CALL = RpcError.of(
            RpcError.INVALID_REQUEST, "no call is under way; this client is asked only while a server works for it");

    private Refusals() {}

    static RpcError unknown(String method) {
        return RpcError.of(RpcError.NO_METHOD, "this client does not know " + CleanText.line(method, 100));
    }
}
