package dev.spindle.mcp;

import dev.spindle.json.Json;
import dev.spindle.mcp.Message.RpcError;
import dev.spindle.mcp.Session.Call;
import java.time.Duration;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Begins sessions, and finds out the generation of the server: the newest is tried first, unless it is known to be another.
 *
 * @param sessions opens a wire, with a session that has not begun
 */
record Handshake(String server, Duration patience, Json capabilities, Supplier<Session> sessions) {
    private static final Logger log = LoggerFactory.getLogger(Handshake.class);
    private static final Duration LONGEST_QUESTION = Duration.ofSeconds(5);

    /**
     * A session that has begun.
     *
     * @param stateless what the server was the last time; null if nobody knows
     * @throws McpException if it speaks neither generation, or cannot be reached
     */
    Session begin(@Nullable Boolean stateless) {
        Session session = sessions.get();
        try {
            if (Boolean.FALSE.equals(stateless)) return initialized(session);
            session = discoveredOrFresh(session);
            return session.isStateless() ? session : initializedOrSlow(session);
        } catch (RuntimeException failed) {
            session.close();
            throw failed;
        }
    }

    /** A session that is stateless, or one that nothing was said on. */
    private Session discoveredOrFresh(Session session) {
        try {
            if (isDiscovered(session)) return session;
        } catch (McpException older) {
            if (older.isLocked()) throw older;
            log.debug("{} does not speak the newest generation", server, older);
        }
        if (session.isOpen()) return session;
        session.close();
        return sessions.get();
    }

    private boolean isDiscovered(Session session) {
        try {
            return discover(session);
        } catch (McpException refused) {
            RpcError error = refused.error();
            boolean again = error != null && error.code() == RpcError.NO_VERSION && names(error.data());
            if (!again) throw refused;
            return discover(session);
        }
    }

    private boolean discover(Session session) {
        return discover(session, patience.compareTo(LONGEST_QUESTION) < 0 ? patience : LONGEST_QUESTION);
    }

    private boolean discover(Session session, Duration limit) {
        session.beStateless();
        boolean done = false;
        try {
            Json found = session.request("server/discover", Json.EMPTY_OBJECT, Call.within(limit));
            done = Fields.items(found, "supportedVersions").contains(Json.of(Versions.STATELESS));
            if (done) session.begin(Fields.object(found, "capabilities"));
            return done;
        } finally {
            if (!done) session.beSession();
        }
    }

    private static boolean names(@Nullable Json data) {
        return data != null && Fields.items(data, "supported").contains(Json.of(Versions.STATELESS));
    }

    /** A server that takes long to start may be of the newest generation all the same, and then refuses the handshake. */
    private Session initializedOrSlow(Session session) {
        try {
            return initialized(session);
        } catch (McpException refused) {
            boolean slow = refused.error() != null && session.isOpen() && discover(session, patience);
            if (slow) return session;
            throw refused;
        }
    }

    private Session initialized(Session session) {
        Json params = Fields.of("protocolVersion", Versions.SESSION)
                .and("capabilities", capabilities)
                .and("clientInfo", Identity.CLIENT)
                .json();
        Json answer = session.request("initialize", params, Call.within(patience));
        String version = Fields.string(answer, "protocolVersion");
        if (!Versions.SESSIONS.contains(version)) {
            throw new McpException("The MCP server '" + server + "' speaks version '" + CleanText.line(version, 50)
                    + "' of the protocol; known are " + Versions.STATELESS + " and "
                    + String.join(", ", Versions.SESSIONS));
        }
        session.begin(Fields.object(answer, "capabilities"), version);
        return session;
    }
}
