package dev.spindle.restate;

import dev.spindle.run.RunRequest;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * How many steps are done in a second by 1, 2 and 3 processes, on Restate and on PostgreSQL: {@code RateOfSteps SECONDS}. Counted is only
 * when every process has done so many steps that it is warm.
 */
final class RateOfSteps {
    private static final int AT_ONCE = 16;
    private static final long WARM = 5_000;
    private static final long MOST_NANOS_UNTIL_WARM = TimeUnit.MINUTES.toNanos(3);

    private final List<Counted> workers = new ArrayList<>();
    private final int seconds;

    private RateOfSteps(int seconds) {
        this.seconds = seconds;
    }

    public static void main(String[] arguments) throws Exception {
        int seconds = Integer.parseInt(arguments[0]);
        for (int workers = 1; workers <= 3; workers++)
            System.out.println("restate, " + new RateOfSteps(seconds).onRestate(workers));
        for (int workers = 1; workers <= 3; workers++)
            System.out.println("postgres, " + new RateOfSteps(seconds).onPostgres(workers));
        System.exit(0);
    }

    private String onRestate(int count) throws Exception {
        List<Integer> ports = new ArrayList<>();
        for (int worker = 0; worker < count; worker++) ports.add(Engine.freePort());
        try (Engine engine = Engine.start();
                Gate gate = new Gate(ports)) {
            for (int port : ports) workers.add(Counted.start("restate", Integer.toString(port)));
            for (Counted worker : workers) worker.steps(); // it serves, then
            RestateWorker.register(engine.admin(), URI.create("http://127.0.0.1:" + gate.port()));
            RestateRuns runs = RestateRuns.of(RateWorker.AGENT, engine.ingress());
            for (int client = 0; client < AT_ONCE; client++) askForEver(runs);
            return rate();
        } finally {
            workers.forEach(Counted::close);
        }
    }

    private static void askForEver(RestateRuns runs) {
        Thread client = new Thread(() -> {
            try {
                while (true) runs.run(RunRequest.of("Look."));
            } catch (RuntimeException engineIsGone) {
                // this was counted, and the next is another engine's
            }
        });
        client.setDaemon(true);
        client.start();
    }

    private String onPostgres(int count) throws Exception {
        try (EmbeddedPostgres postgres = EmbeddedPostgres.start()) {
            String url = postgres.getJdbcUrl("postgres", "postgres");
            for (int worker = 0; worker < count; worker++) {
                int atOnce = AT_ONCE / count + (worker < AT_ONCE % count ? 1 : 0);
                workers.add(Counted.start("postgres", url, Integer.toString(atOnce)));
            }
            return rate();
        } finally {
            workers.forEach(Counted::close);
        }
    }

    private String rate() throws IOException, InterruptedException {
        long begun = System.nanoTime();
        List<Long> before = counts();
        while (before.stream().anyMatch(steps -> steps < WARM)) {
            if (System.nanoTime() - begun > MOST_NANOS_UNTIL_WARM)
                throw new IllegalStateException("Not every process has done " + WARM + " steps: " + before);
            TimeUnit.MILLISECONDS.sleep(100);
            before = counts();
        }
        long from = System.nanoTime();
        TimeUnit.SECONDS.sleep(seconds);
        List<Long> after = counts();
        double took = (System.nanoTime() - from) / 1e9;
        List<Long> each = new ArrayList<>();
        for (int worker = 0; worker < workers.size(); worker++)
            each.add(Math.round((after.get(worker) - before.get(worker)) / took));
        long all = each.stream().mapToLong(Long::longValue).sum();
        return "%d processes: %d steps/s %s, warm after %.1f s"
                .formatted(workers.size(), all, each, (from - begun) / 1e9);
    }

    private List<Long> counts() throws IOException {
        List<Long> all = new ArrayList<>();
        for (Counted worker : workers) all.add(worker.steps());
        return all;
    }
}
