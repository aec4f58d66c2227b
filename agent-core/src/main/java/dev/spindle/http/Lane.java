package dev.spindle.http;

import java.util.concurrent.atomic.AtomicInteger;
import okhttp3.OkHttpClient;

/** The connections of a limited number of calls. Thread-safe. */
final class Lane {
    static final int MOST_CALLS = 16;

    private final int number;
    private final OkHttpClient client;
    private final AtomicInteger calls = new AtomicInteger();

    Lane(int number, OkHttpClient client) {
        this.number = number;
        this.client = client;
    }

    /** Counted from 0 within its transport. */
    int number() {
        return number;
    }

    OkHttpClient client() {
        return client;
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
        client.dispatcher().cancelAll();
        client.connectionPool().evictAll();
    }
}
