package dev.spindle.tools.http;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.regex.Pattern;
import okhttp3.Dns;
import okhttp3.HttpUrl;

/**
 * Resolves names of hosts for connections, and gives out no address that a policy does not allow.
 *
 * <p>The client connects to the very address that was checked here, so a name that resolves otherwise a moment later gains nothing. Immutable.
 */
final class GuardedHosts {
    private static final Pattern PLAIN_NUMBERS = Pattern.compile("(0|[1-9][0-9]{0,2})([.](0|[1-9][0-9]{0,2})){3}");

    private final HttpPolicy policy;
    private final Dns resolver;

    GuardedHosts(HttpPolicy policy, Dns resolver) {
        this.policy = policy;
        this.resolver = resolver;
    }

    /**
     * Checks an address before anything is sent. A host written as numbers is never looked up, so it is checked here.
     *
     * @throws HttpRefusedException if it may not be spoken to
     */
    void check(HttpUrl url) throws UnknownHostException {
        if (!url.username().isEmpty() || !url.password().isEmpty()) {
            throw new HttpRefusedException("The address holds a name or a password. Write it without.");
        }
        if (policy.reach(url.host(), url.port()) == HttpPolicy.Reach.NOT_AT_ALL) {
            throw new HttpRefusedException(
                    "The host '" + url.host() + "' at port " + url.port() + " is not allowed here. Choose another.");
        }
        boolean numbers = url.host().matches("[0-9.]+");
        if (numbers && !PLAIN_NUMBERS.matcher(url.host()).matches()) {
            // Some read 0177 as 177 and others as 127.
            throw new HttpRefusedException("The host '" + url.host()
                    + "' is an address that programs read differently. Write it as four numbers, such as 192.0.43.8.");
        }
        if (numbers || url.host().indexOf(':') >= 0) addresses(url.host(), url.port());
    }

    /** The lookups of one request to a port. */
    Dns forPort(int port) {
        return host -> addresses(host, port);
    }

    private List<InetAddress> addresses(String host, int port) throws UnknownHostException {
        List<InetAddress> all = resolver.lookup(host);
        if (policy.reach(host, port) == HttpPolicy.Reach.PRIVATELY) return all;
        // One private address among public ones is no accident.
        if (all.isEmpty() || !all.stream().allMatch(PublicAddresses::holds)) {
            throw new HttpRefusedException("The host '" + host
                    + "' is not on the public Internet, and requests go nowhere else. Choose another.");
        }
        return all;
    }
}
