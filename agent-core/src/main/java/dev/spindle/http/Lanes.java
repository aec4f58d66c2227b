package dev.spindle.http;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import javax.net.ssl.SSLException;
import okhttp3.ConnectionPool;
import okhttp3.ConnectionSpec;
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

    private final OkHttpClient plain;
    private volatile @Nullable OkHttpClient secure;
    private final Pacemaker pacemaker = new Pacemaker();
    private final @Nullable QuietPools pools = quietPools();
    private final AtomicReference<List<Lane>> lanes = new AtomicReference<>(List.of());

    /** Lanes of clients that know no TLS; what it takes, as the certificates of the JDK, is read when it is first needed. */
    Lanes(OkHttpClient plain) {
        this.plain = plain;
    }

    /**
     * What all clients of these lanes have in common.
     *
     * @throws SSLException if TLS is needed and cannot be set up, for example since the trusted certificates cannot be read
     */
    OkHttpClient.Builder client(boolean https) throws SSLException {
        return (https ? secure() : plain).newBuilder();
    }

    private OkHttpClient secure() throws SSLException {
        OkHttpClient known = secure;
        return known != null ? known : makeSecure();
    }

    private synchronized OkHttpClient makeSecure() throws SSLException {
        OkHttpClient known = secure;
        if (known != null) return known;
        try {
            OkHttpClient made = plain.newBuilder()
                    .connectionSpecs(List.of(ConnectionSpec.MODERN_TLS))
                    .build();
            secure = made;
            return made;
        } catch (Exception undeclared) { // Kotlin passes on what a key store throws
            throw new SSLException("TLS cannot be set up: " + undeclared.getMessage(), undeclared);
        }
    }

    /** A place in a lane, to be left once. Nobody waits here: a thousand threads may come at once. */
    Lane enter() {
        pacemaker.keepGoing();
        while (true) {
            List<Lane> known = known();
            for (Lane lane : known) {
                if (lane.tryEnter()) return lane;
            }
            Lane added = new Lane(known.size(), pool());
            added.tryEnter();
            List<Lane> more = new ArrayList<>(known);
            more.add(added);
            if (lanes.compareAndSet(known, List.copyOf(more))) return added;
        }
    }

    private List<Lane> known() {
        return Objects.requireNonNull(lanes.get(), "there is always a list");
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
        known().forEach(Lane::close);
        if (pools != null) pools.wake();
    }
}
