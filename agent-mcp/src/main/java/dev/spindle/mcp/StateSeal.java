package dev.spindle.mcp;

import dev.spindle.json.Json;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.Base64;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Signs what a client keeps for a server between two rounds of a request, so that nobody else can have written it, and sees to it that a
 * request which has come to its end is not gone on with again. Thread-safe.
 */
final class StateSeal {
    private static final Duration LIFE = Duration.ofDays(1);
    private static final int LONGEST = 1 << 20;
    private static final int MOST_SPENT = 100_000;

    private final SecretKeySpec secret;
    private final Clock clock;
    private final int mostSpent;
    /** The keys of requests that were gone on with, and until when their states would count. */
    private final Map<String, Long> spent = new LinkedHashMap<>();
    /** States that count no longer than this are refused: whether they were used is forgotten. */
    private long forgotten;

    private StateSeal(byte[] secret, Clock clock, int mostSpent) {
        this.secret = new SecretKeySpec(secret, "HmacSHA256");
        this.clock = clock;
        this.mostSpent = mostSpent;
    }

    /** A seal of this process alone. */
    static StateSeal random() {
        return random(Clock.systemUTC(), MOST_SPENT);
    }

    /**
     * A seal of this process alone.
     *
     * @param mostSpent of how many requests it is remembered that they have come to their end
     */
    static StateSeal random(Clock clock, int mostSpent) {
        byte[] secret = new byte[32];
        new SecureRandom().nextBytes(secret);
        return new StateSeal(secret, clock, mostSpent);
    }

    /**
     * How far a request is.
     *
     * @param key the same in each of its rounds
     * @param answers of the client, by the keys of what it was asked
     */
    record State(String key, Json answers) {}

    /**
     * Seals a state, with which the request can be gone on with.
     *
     * @param request what it belongs to: with another request it is worth nothing
     */
    String seal(State state, String request) {
        Json json =
                Fields.of("key", state.key()).and("answers", state.answers()).json();
        Fields dated = Fields.of("state", json).and("until", clock.millis() + LIFE.toMillis());
        byte[] body = dated.json().wellFormed().text().getBytes(StandardCharsets.UTF_8);
        giveBack(state.key());
        Base64.Encoder base64 = Base64.getUrlEncoder().withoutPadding();
        return base64.encodeToString(body) + "." + base64.encodeToString(mac(body, request));
    }

    /**
     * The state that was sealed. From now on its request is gone on with, and no other state of it counts, until it is sealed anew or given
     * back.
     *
     * @throws RpcException if this seal has not sealed it for this request, or too long ago, or its request was gone on with
     */
    State open(String sealed, String request) {
        try {
            int dot = sealed.indexOf('.');
            if (dot < 0 || sealed.length() > LONGEST) throw refused("it is not of this server");
            byte[] body = Base64.getUrlDecoder().decode(sealed.substring(0, dot));
            byte[] mac = Base64.getUrlDecoder().decode(sealed.substring(dot + 1));
            if (!MessageDigest.isEqual(mac, mac(body, request)))
                throw refused("it was changed, or belongs to another request");
            Json dated = Json.parse(new String(body, StandardCharsets.UTF_8));
            Json state = dated.get("state");
            State opened = new State(state.get("key").string(), state.get("answers"));
            spend(opened.key(), dated.get("until").integer());
            return opened;
        } catch (IllegalArgumentException unreadable) {
            throw refused("it is not of this server");
        }
    }

    private synchronized void spend(String key, long until) {
        if (until < clock.millis() || until <= forgotten) throw refused("it is too old");
        if (spent.putIfAbsent(key, until) != null) throw refused("its request was gone on with already");
        if (spent.size() <= mostSpent) return;
        Iterator<Long> oldest = spent.values().iterator();
        forgotten = Math.max(forgotten, oldest.next());
        oldest.remove();
    }

    /** The request of this key has done nothing, and may be gone on with. */
    synchronized void giveBack(String key) {
        spent.remove(key);
    }

    private static RpcException refused(String why) {
        return new RpcException(Message.RpcError.INVALID_PARAMS, "requestState is refused: " + why);
    }

    private byte[] mac(byte[] body, String request) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(secret);
            mac.update(request.getBytes(StandardCharsets.UTF_8));
            mac.update((byte) 0);
            return mac.doFinal(body);
        } catch (GeneralSecurityException everyJavaHasIt) {
            throw new IllegalStateException(everyJavaHasIt);
        }
    }
}
