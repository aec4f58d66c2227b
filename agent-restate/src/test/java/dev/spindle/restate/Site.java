package dev.spindle.restate;

import dev.spindle.Agent;
import java.net.URI;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** An engine that all tests share, and a worker of one test. */
final class Site implements AutoCloseable {
    private static final AtomicInteger NAMES = new AtomicInteger();

    private static final class Shared {
        private static final Engine ENGINE = Engine.start();
    }

    private final String name = "agent" + NAMES.incrementAndGet();
    private @Nullable RestateWorker worker;

    /** That of the test's agent. */
    String name() {
        return name;
    }

    Engine engine() {
        return Shared.ENGINE;
    }

    RestateRuns serve(RestateAgents agents) {
        worker = RestateWorker.serve(agents, "127.0.0.1", 0);
        RestateWorker.register(engine().admin(), URI.create("http://127.0.0.1:" + worker.port()));
        return RestateRuns.of(name, engine().ingress());
    }

    RestateWorker worker() {
        return Objects.requireNonNull(worker);
    }

    /** Another worker takes the place of the one that is there, when that is gone. */
    void replaceWorker(Agent agent, Runnable meanwhile) {
        int port = worker().port();
        worker().close();
        meanwhile.run();
        worker = RestateWorker.serve(RestateAgents.of(agent), "127.0.0.1", port);
    }

    @Override
    public void close() {
        if (worker != null) worker.close();
    }
}
