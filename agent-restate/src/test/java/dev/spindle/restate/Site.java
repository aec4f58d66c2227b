package dev.spindle.restate;

import dev.spindle.Agent;
import dev.spindle.event.EventJson;
import dev.spindle.event.RunEvent;
import dev.spindle.event.RunEvent.Recorded;
import dev.spindle.message.CallId;
import dev.spindle.testing.ScriptedModel;
import java.net.URI;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** An engine that all tests share, and what one test puts there: agents of names of their own, their tools, and a worker that serves them. */
final class Site implements AfterEachCallback, AutoCloseable {
    private static final AtomicInteger NAMES = new AtomicInteger();

    private static final class Shared {
        private static final Engine ENGINE = Engine.start();
    }

    final Desk desk = new Desk();
    private final String name = "agent" + NAMES.incrementAndGet();
    private @Nullable RestateWorker worker;

    /** That of the test's agent. */
    String name() {
        return name;
    }

    Engine engine() {
        return Shared.ENGINE;
    }

    /** The test's agent, with the tools of its desk. */
    Agent.Builder agent(ScriptedModel model) {
        return Agent.builder(model).name(name).tools(desk);
    }

    /** Serves agents, of which the first is the test's. */
    RestateRuns serve(Agent... agents) {
        return serve(RestateAgents.of(agents));
    }

    RestateRuns serve(RestateAgents agents) {
        worker = RestateWorker.serve(agents, "127.0.0.1", 0);
        register();
        return runs(name);
    }

    private void register() {
        RestateWorker.register(engine().admin(), URI.create("http://127.0.0.1:" + worker().port()));
    }

    /** The runs of an agent that is served. */
    RestateRuns runs(String agent) {
        return RestateRuns.of(agent, engine().ingress());
    }

    RestateWorker worker() {
        return Objects.requireNonNull(worker);
    }

    /** Another worker takes the place of the one that is there, when that is gone. */
    void replaceWorker(Runnable meanwhile, Agent... agents) {
        int port = worker().port();
        worker().close();
        meanwhile.run();
        worker = RestateWorker.serve(RestateAgents.of(agents), "127.0.0.1", port);
    }

    /** The engine dies, and is there again. */
    void restartEngine() {
        engine().kill();
        engine().startAgain();
    }

    /** Tells the engine of a worker that serves another version. */
    void registerAgain() {
        register();
    }

    /**
     * Events without what differs between any two runs, times, owners and the order in which calls end that run at once, and without what an
     * engine knows otherwise: that all that comes from outside is posted.
     *
     * @throws AssertionError if they do not follow one another
     */
    static List<String> comparable(List<Recorded> events) {
        for (int position = 0; position < events.size(); position++)
            if (events.get(position).at().position() != position)
                throw new AssertionError("At " + position + " is " + events.get(position));
        List<Recorded> sorted = new ArrayList<>(events);
        int from = 0;
        while (from < sorted.size()) {
            int to = from;
            while (to < sorted.size() && sorted.get(to) instanceof RunEvent.ToolFinished) to++;
            if (to > from) sorted.subList(from, to).sort(Comparator.comparing(Site::id));
            from = Math.max(to, from + 1);
        }
        return sorted.stream()
                .map(EventJson::write)
                .map(json -> json.replaceAll("\"at\":\\{[^}]*\\}", "")
                        .replaceAll("\"owner\":\"[^\"]*\"", "")
                        .replaceAll("\"posted\":(true|false)", ""))
                .toList();
    }

    private static CallId id(Recorded event) {
        return ((RunEvent.ToolFinished) event).id();
    }

    @Override
    public void afterEach(ExtensionContext test) {
        close();
    }

    @Override
    public void close() {
        if (worker != null) worker.close();
    }
}
