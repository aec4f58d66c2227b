package dev.spindle.testing.junit;

import dev.spindle.http.HttpEndpoint.ReachableHosts;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;

/** Keeps the ban from the first class or method that wants it to the end of the last, which may run at the same time. */
final class RequestBan implements BeforeAllCallback, BeforeEachCallback, AfterEachCallback, AfterAllCallback {
    @Override
    public void beforeAll(ExtensionContext context) {
        begin(context);
    }

    @Override
    public void beforeEach(ExtensionContext context) {
        begin(context);
    }

    @Override
    public void afterEach(ExtensionContext context) {
        holders(context).leave();
    }

    @Override
    public void afterAll(ExtensionContext context) {
        holders(context).leave();
    }

    private static void begin(ExtensionContext context) {
        holders(context).enter();
    }

    private static Holders holders(ExtensionContext context) {
        return context.getRoot()
                .getStore(Namespace.create(RequestBan.class))
                .getOrComputeIfAbsent(Holders.class, unused -> new Holders(), Holders.class);
    }

    /** Those who want the ban now. */
    private static final class Holders {
        private int count;
        private @Nullable String before;

        private synchronized void enter() {
            if (count++ > 0 || Cassettes.areRecorded()) return;
            before = System.getProperty(ReachableHosts.PROPERTY);
            System.setProperty(ReachableHosts.PROPERTY, ReachableHosts.LOOPBACK);
        }

        private synchronized void leave() {
            if (--count > 0 || Cassettes.areRecorded()) return;
            if (before == null) System.clearProperty(ReachableHosts.PROPERTY);
            else System.setProperty(ReachableHosts.PROPERTY, before);
        }
    }
}
