package dev.spindle.mcp;

import dev.spindle.json.Json;
import dev.spindle.json.JsonException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** One JSON-RPC message. Immutable. */
sealed interface Message permits Message.Request, Message.Notification, Message.Result, Message.Failure {
    /** Longer ones would fill the memory where many answers wait to be sent. */
    int LONGEST_ID = 1_000;

    /** The JSON of it. */
    Json json();

    /** The JSON of it on one line, as bytes for a wire: line ends between its values may come from anywhere. */
    default byte[] bytes() {
        String text = json().wellFormed().text();
        return text.replace('\n', ' ').replace('\r', ' ').getBytes(StandardCharsets.UTF_8);
    }

    /** Asks for an answer. The id is a string or a number. */
    record Request(Json id, String method, @Nullable Json params) implements Message {
        Json given() {
            return params == null ? Json.EMPTY_OBJECT : params;
        }

        Request withParams(Json other) {
            return new Request(id, method, other);
        }

        @Override
        public Json json() {
            return head().and("id", id)
                    .and("method", method)
                    .and("params", params)
                    .json();
        }
    }

    /** Tells something and asks for no answer. */
    record Notification(String method, @Nullable Json params) implements Message {
        Json given() {
            return params == null ? Json.EMPTY_OBJECT : params;
        }

        @Override
        public Json json() {
            return head().and("method", method).and("params", params).json();
        }
    }

    /** Answers a request. */
    record Result(Json id, Json result) implements Message {
        @Override
        public Json json() {
            return head().and("id", id).and("result", result).json();
        }
    }

    /** Says that a request failed. The id is missing where it could not be read. */
    record Failure(@Nullable Json id, RpcError error) implements Message {
        @Override
        public Json json() {
            Fields body = Fields.of("code", error.code())
                    .and("message", error.message())
                    .and("data", error.data());
            return head().and("id", id).and("error", body).json();
        }
    }

    /** Why a request failed. */
    record RpcError(int code, String message, @Nullable Json data) {
        static final int PARSE = -32700;
        static final int INVALID_REQUEST = -32600;
        static final int NO_METHOD = -32601;
        static final int INVALID_PARAMS = -32602;
        static final int INTERNAL = -32603;
        static final int NO_RESOURCE = -32002;
        static final int HEADERS_DIFFER = -32020;
        static final int NO_CAPABILITY = -32021;
        static final int NO_VERSION = -32022;

        static RpcError of(int code, String message) {
            return new RpcError(code, message, null);
        }
    }

    /**
     * Reads a message that may come from anywhere. Fields that JSON-RPC does not know are ignored.
     *
     * @throws JsonException if it is no JSON, or no JSON-RPC message
     */
    static Message parse(String text) {
        return of(Json.parse(text));
    }

    /** Reads a message, as {@link #parse} does. */
    static Message of(Json json) {
        if (!"2.0".equals(Fields.string(json, "jsonrpc"))) throw new JsonException("no JSON-RPC 2.0 message");
        Json id = json.find("id").orElse(null);
        if (id != null && !id.isString() && !id.isNumber() && !id.isNull())
            throw new JsonException("the id of a JSON-RPC message is a string or a number");
        if (id != null && id.text().length() > LONGEST_ID)
            throw new JsonException("the id of a JSON-RPC message has at most " + LONGEST_ID + " characters");
        String method = Fields.findString(json, "method").orElse(null);
        if (method != null) return call(id, method, params(json));
        return answer(id, json);
    }

    private static @Nullable Json params(Json json) {
        Json params = json.find("params").filter(given -> !given.isNull()).orElse(null);
        if (params != null && !params.isObject())
            throw new JsonException("the params of a message of this protocol are an object");
        return params;
    }

    private static Message call(@Nullable Json id, String method, @Nullable Json params) {
        if (id == null) return new Notification(method, params);
        if (id.isNull()) throw new JsonException("the id of a request is a string or a number, not null");
        return new Request(id, method, params);
    }

    private static Message answer(@Nullable Json id, Json json) {
        // Null is what some write for none.
        Json error = json.find("error").filter(given -> !given.isNull()).orElse(null);
        if (error != null) return new Failure(id == null || id.isNull() ? null : id, error(error));
        Json result = json.find("result").orElse(null);
        if (result == null || id == null || id.isNull())
            throw new JsonException("a JSON-RPC message has a method, or an id with a result or an error");
        return new Result(id, result);
    }

    private static RpcError error(Json error) {
        if (!error.isObject()) return RpcError.of(RpcError.INTERNAL, error.isString() ? error.string() : error.text());
        int code = error.find("code")
                .filter(Json::isNumber)
                .map(number -> number.decimal().intValue())
                .orElse(RpcError.INTERNAL);
        return new RpcError(
                code, Fields.string(error, "message"), error.find("data").orElse(null));
    }

    private static Fields head() {
        return Fields.of("jsonrpc", "2.0");
    }
}
