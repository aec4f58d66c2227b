package dev.spindle.http;

import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import okhttp3.ConnectionPool;
import okhttp3.Dispatcher;
import okhttp3.OkHttpClient;

/*
 * OkHttp looks through all connections of a pool, and all calls under way, whenever a call begins or ends: with a thousand of them
 * that was an eighth of what a run costs. So calls go into lanes of a pool each, the first lane that has room. While there are few
 * calls there is one lane, and every connection is found again.
 */
/** The connections of one transport, in pools of a handy size. Thread-safe. */
final class Lanes {
    private static final Lane[] NONE = {};

    private final OkHttpClient base;
    private volatile Lane[] lanes = NONE;

    Lanes(OkHttpClient base) {
        this.base = base;
    }

    /** A place in a lane, to be left once. */
    Lane enter() {
        for (Lane lane : lanes) {
            if (lane.tryEnter()) return lane;
        }
        return enterNew();
    }

    private synchronized Lane enterNew() {
        Lane[] known = lanes;
        for (Lane lane : known) {
            if (lane.tryEnter()) return lane;
        }
        Lane added = new Lane(known.length, client());
        Lane[] more = Arrays.copyOf(known, known.length + 1);
        more[known.length] = added;
        added.tryEnter();
        lanes = more;
        return added;
    }

    private OkHttpClient client() {
        return base.newBuilder()
                .connectionPool(new ConnectionPool(Lane.MOST_CALLS, 1, TimeUnit.MINUTES))
                .dispatcher(new Dispatcher())
                .build();
    }

    /** Breaks off what is under way and closes idle connections. */
    void close() {
        for (Lane lane : lanes) lane.close();
    }
}
