package dev.spindle.mcp;

import dev.spindle.json.Json;
import java.util.List;

/** The revisions of the protocol, and what each request of the newest carries. */
final class Versions {
    /** The newest: no session, each request stands for itself. */
    static final String STATELESS = "2026-07-28";

    /** The newest of those with a session that begins with a handshake. */
    static final String SESSION = "2025-11-25";

    /** All that begin with a handshake and differ in what this program can ignore, newest first. */
    static final List<String> SESSIONS = List.of(SESSION, "2025-06-18", "2025-03-26", "2024-11-05");

    /** The first in which a server may ask a person. */
    private static final String ELICITING = "2025-06-18";

    /** The request of the newest generation whose answer comes when there is nothing more to hear. */
    static final String LISTEN = "subscriptions/listen";

    /** What a server says first then: from that moment, what it tells is heard. */
    static final String LISTENS = "notifications/subscriptions/acknowledged";

    static final String META = "_meta";
    static final String META_VERSION = "io.modelcontextprotocol/protocolVersion";
    static final String META_CLIENT = "io.modelcontextprotocol/clientInfo";
    static final String META_CAPABILITIES = "io.modelcontextprotocol/clientCapabilities";
    static final String META_LOG_LEVEL = "io.modelcontextprotocol/logLevel";
    static final String META_SERVER = "io.modelcontextprotocol/serverInfo";
    static final String META_SUBSCRIPTION = "io.modelcontextprotocol/subscriptionId";
    static final String PROGRESS_TOKEN = "progressToken";

    private Versions() {}

    /** The version that a request names in its own metadata; empty if it is of the generation with sessions. */
    static String named(Message.Request request) {
        return Fields.string(meta(request.given()), META_VERSION);
    }

    /** The version of a session with a client that wants this one. */
    static String agreed(String wanted) {
        return SESSIONS.contains(wanted) ? wanted : SESSION;
    }

    /** What a client can, of what there is in a version: a newer one may say more when it begins a session in an older. */
    static Json known(Json capabilities, String version) {
        if (version.compareTo(ELICITING) >= 0) return capabilities;
        return Fields.of(capabilities).without("elicitation").json();
    }

    static Json meta(Json params) {
        return Fields.object(params, META);
    }
}
