package dev.spindle.mcp;

import dev.spindle.json.Json;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Signs what a client keeps for a server between two rounds of a request, so that nobody else can have written it. Thread-safe. */
final class StateSeal {
    private static final Duration LIFE = Duration.ofDays(1);
    private static final int LONGEST = 1 << 20;

    private final SecretKeySpec key;

    private StateSeal(byte[] secret) {
        this.key = new SecretKeySpec(secret, "HmacSHA256");
    }

    /** A seal of this process alone. */
    static StateSeal random() {
        byte[] secret = new byte[32];
        new SecureRandom().nextBytes(secret);
        return new StateSeal(secret);
    }

    /**
     * Seals a state.
     *
     * @param request what it belongs to: with another request it is worth nothing
     */
    String seal(Json state, String request) {
        Fields dated = Fields.of("state", state).and("until", System.currentTimeMillis() + LIFE.toMillis());
        byte[] body = dated.json().wellFormed().text().getBytes(StandardCharsets.UTF_8);
        Base64.Encoder base64 = Base64.getUrlEncoder().withoutPadding();
        return base64.encodeToString(body) + "." + base64.encodeToString(mac(body, request));
    }

    /**
     * The state that was sealed.
     *
     * @throws RpcException if this seal has not sealed it for this request, or too long ago
     */
    Json open(String sealed, String request) {
        try {
            int dot = sealed.indexOf('.');
            if (dot < 0 || sealed.length() > LONGEST) throw refused("it is not of this server");
            byte[] body = Base64.getUrlDecoder().decode(sealed.substring(0, dot));
            byte[] mac = Base64.getUrlDecoder().decode(sealed.substring(dot + 1));
            if (!MessageDigest.isEqual(mac, mac(body, request)))
                throw refused("it was changed, or belongs to another request");
            Json dated = Json.parse(new String(body, StandardCharsets.UTF_8));
            if (dated.get("until").integer() < System.currentTimeMillis()) throw refused("it is too old");
            return dated.get("state");
        } catch (IllegalArgumentException unreadable) {
            throw refused("it is not of this server");
        }
    }

    private static RpcException refused(String why) {
        return new RpcException(Message.RpcError.INVALID_PARAMS, "requestState is refused: " + why);
    }

    private byte[] mac(byte[] body, String request) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(key);
            mac.update(request.getBytes(StandardCharsets.UTF_8));
            mac.update((byte) 0);
            return mac.doFinal(body);
        } catch (GeneralSecurityException everyJavaHasIt) {
            throw new IllegalStateException(everyJavaHasIt);
        }
    }
}
