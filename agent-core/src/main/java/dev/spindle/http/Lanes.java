package dev.spindle.http;

import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import okhttp3.ConnectionPool;
import okhttp3.Dispatcher;
import okhttp3.OkHttpClient;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/*
 * OkHttp looks through all connections of a pool, and all calls under way, whenever a call begins or ends: with a thousand of them
 * that was an eighth of what a run costs. So calls go into lanes of a pool each, the first lane that has room. While there are few
 * calls there is one lane, and every connection is found again.
 */
/** The connections of one transport, in pools of a handy size. Thread-safe. */
final class Lanes {
    private static final Logger log = LoggerFactory.getLogger(Lanes.class);
    private static final Duration LONGEST_IDLE = Duration.ofMinutes(1);
    private static final Lane[] NONE = {};

    private final OkHttpClient base;
    private final Pacemaker pacemaker = new Pacemaker();
    private final @Nullable QuietPools pools = quietPools();
    private volatile Lane[] lanes = NONE;

    Lanes(OkHttpClient base) {
        this.base = base;
    }

    /** A place in a lane, to be left once. */
    Lane enter() {
        pacemaker.keepGoing();
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
                .connectionPool(pool())
                .dispatcher(new Dispatcher())
                .build();
    }

    private ConnectionPool pool() {
        return pools != null
                ? pools.create(Lane.MOST_CALLS)
                : new ConnectionPool(Lane.MOST_CALLS, LONGEST_IDLE.toMillis(), TimeUnit.MILLISECONDS);
    }

    private static @Nullable QuietPools quietPools() {
        try {
            QuietPools quiet = new QuietPools(LONGEST_IDLE);
            quiet.create(1);
            return quiet;
        } catch (LinkageError otherOkHttp) {
            log.debug("this OkHttp has other pools, so each call wakes a thread of theirs", otherOkHttp);
            return null;
        }
    }

    /** Breaks off what is under way and closes idle connections. */
    void close() {
        for (Lane lane : lanes) lane.close();
        if (pools != null) pools.wake();
    }
}
