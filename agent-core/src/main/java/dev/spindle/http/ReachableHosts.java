package dev.spindle.http;

import dev.spindle.context.AgentException;
import java.util.Locale;

/**
 * Which hosts this process may send requests to: all, or none but itself while the system property {@value #PROPERTY} is {@value
 * #LOOPBACK}.
 *
 * <p>It keeps tests from asking real models unawares. It is looked at before each request, so that it holds for clients that were made
 * before it was set.
 */
public final class ReachableHosts {
    /** The name of the system property. */
    public static final String PROPERTY = "spindle.hosts";

    /** Its value that allows the loopback address alone. */
    public static final String LOOPBACK = "loopback";

    private ReachableHosts() {}

    static void check(String host) {
        if (!LOOPBACK.equals(System.getProperty(PROPERTY)) || isLoopback(host)) return;
        throw new AgentException("No request is sent to " + host + ": the system property " + PROPERTY
                + " is '"
                + LOOPBACK + "', as tests set it so that no real model is asked; use a ScriptedModel or a cassette,"
                + " or do not ban requests here");
    }

    /** Whether a host is this machine, by its name alone: to look one up would be a request of its own. */
    public static boolean isLoopback(String host) {
        String name = host.toLowerCase(Locale.ROOT).replaceAll("^\\[|]$", "");
        return name.equals("localhost") || name.equals("::1") || name.matches("127(\\.\\d{1,3}){3}");
    }
}
