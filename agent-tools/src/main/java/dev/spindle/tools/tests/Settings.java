package dev.spindle.tools.tests;

import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How tests are run.
 *
 * @param timeout of a whole run
 * @param offline whether no repository is asked
 * @param network whether what runs may reach others
 * @param isolated whether it runs in the machine's sandbox, if there is one
 * @param command the program in place of the one that the PATH finds: Maven's, Gradle's, and the Python of pytest
 * @param localRepository in place of the user's own; Maven's only
 */
record Settings(
        Duration timeout,
        boolean offline,
        boolean network,
        boolean isolated,
        @Nullable Path command,
        @Nullable Path localRepository) {
    private static final Duration LAST_WORDS = Duration.ofSeconds(30);

    static final Settings DEFAULT = new Settings(ProjectTests.DEFAULT_TIMEOUT, false, false, true, null, null);

    Settings withTimeout(Duration other) {
        return new Settings(other, offline, network, isolated, command, localRepository);
    }

    Settings asOffline() {
        return new Settings(timeout, true, network, isolated, command, localRepository);
    }

    Settings withNetwork() {
        return new Settings(timeout, offline, true, isolated, command, localRepository);
    }

    Settings notIsolated() {
        return new Settings(timeout, offline, true, false, command, localRepository);
    }

    Settings withCommand(Path other) {
        return new Settings(timeout, offline, network, isolated, other, localRepository);
    }

    Settings withLocalRepository(Path other) {
        return new Settings(timeout, offline, network, isolated, command, other.toAbsolutePath());
    }

    /** Whether no repository can be asked. */
    boolean asksNobody() {
        return offline || !network;
    }

    /** How long tests may take so that their program itself is still in time to tell which of them hangs. */
    Duration timeOfTests() {
        Duration most = timeout.minus(LAST_WORDS);
        Duration half = timeout.dividedBy(2);
        return most.compareTo(half) > 0 ? most : half;
    }
}
