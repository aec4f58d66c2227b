package dev.spindle.http;

import java.util.concurrent.atomic.AtomicInteger;
import okhttp3.ConnectionPool;
import okhttp3.Dispatcher;
import okhttp3.OkHttpClient;

/** The connections of a limited number of calls. Thread-safe. */
final class Lane {
    static final int MOST_CALLS = 16;

    private static final UnaskedBytes UNASKED = new UnaskedBytes();

    private final int number;
    private final ConnectionPool connections;
    private final Dispatcher dispatcher = new Dispatcher();
    private final AtomicInteger calls = new AtomicInteger();

    Lane(int number, ConnectionPool connections) {
        this.number = number;
        this.connections = connections;
    }

    /** Counted from 0 within its transport. */
    int number() {
        return number;
    }

    /** A client that uses the connections of this lane alone. */
    OkHttpClient client(OkHttpClient.Builder client) {
        return client.connectionPool(connections)
                .dispatcher(dispatcher)
                .addNetworkInterceptor(UNASKED)
                .build();
    }

    boolean tryEnter() {
        int now = calls.get();
        while (now < MOST_CALLS) {
            if (calls.compareAndSet(now, now + 1)) return true;
            now = calls.get();
        }
        return false;
    }

    void leave() {
        calls.decrementAndGet();
    }

    void close() {
        dispatcher.cancelAll();
        connections.evictAll();
    }
}
