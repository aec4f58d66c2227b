package dev.spindle.http;

import okhttp3.ConnectionPool;
import okhttp3.Protocol;
import okhttp3.Request;
import okhttp3.Response;
import okhttp3.ResponseBody;

/** Answers of a server without one. */
public final class Replies {
    private Replies() {}

    /** An answer with a status and a body. */
    public static HttpEndpoint.Reply of(int status, byte[] body) {
        Response response = new Response.Builder()
                .request(new Request.Builder()
                        .url("http://127.0.0.1/v1/chat/completions")
                        .build())
                .protocol(Protocol.HTTP_1_1)
                .code(status)
                .message("")
                .body(ResponseBody.create(body, null))
                .build();
        return new HttpEndpoint.Reply(response, () -> {}, new Lane(0, new ConnectionPool()));
    }
}
