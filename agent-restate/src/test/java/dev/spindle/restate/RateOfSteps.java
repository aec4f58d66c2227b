package dev.spindle.restate;

import dev.spindle.run.RunRequest;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * How many steps are done in a second by 1, 2 and 3 processes, on Restate and on PostgreSQL: {@code RateOfSteps SECONDS [restate|postgres]}. Counted is only
 * when the processes have done so many steps that they are warm; a process behind an address to which the engine opens fewer connections than
 * there are processes may get none.
 */
final class RateOfSteps {
    private static final int AT_ONCE = 16;

    /** So that each of three workers gets as many. */
    private static final int PARTITIONS = 6;

    private static final long WARM = 5_000;
    private static final long MOST_NANOS_UNTIL_WARM = TimeUnit.MINUTES.toNanos(3);

    private final List<Counted> workers = new ArrayList<>();
    private final int seconds;

    private RateOfSteps(int seconds) {
        this.seconds = seconds;
    }

    public static void main(String[] arguments) throws Exception {
        int seconds = Integer.parseInt(arguments[0]);
        List<String> kept = arguments.length == 1 ? List.of("restate", "postgres") : List.of(arguments[1]);
        for (String by : kept) {
            for (int workers = 1; workers <= 3; workers++) {
                RateOfSteps rate = new RateOfSteps(seconds);
                System.out.println(
                        by + ", " + (by.equals("restate") ? rate.onRestate(workers) : rate.onPostgres(workers)));
            }
        }
        System.exit(0);
    }

    private String onRestate(int count) throws Exception {
        List<Integer> ports = new ArrayList<>();
        for (int worker = 0; worker < count; worker++) ports.add(Engine.freePort());
        try (Engine engine = Engine.start(PARTITIONS);
                Gate gate = new Gate(ports)) {
            for (int port : ports) workers.add(Counted.start("restate", Integer.toString(port)));
            for (Counted worker : workers) worker.steps(); // it serves, then
            RestateWorker.register(engine.admin(), URI.create("http://127.0.0.1:" + gate.port()));
            RestateRuns runs = RestateRuns.of(RateWorker.AGENT, engine.ingress());
            for (int client = 0; client < AT_ONCE; client++) askForEver(runs);
            return rate(false);
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
            return rate(true);
        } finally {
            workers.forEach(Counted::close);
        }
    }

    /**
     * Waits until all are warm, and counts.
     *
     * @param mustWork whether each of them has something to do
     */
    private String rate(boolean mustWork) throws IOException, InterruptedException {
        long begun = System.nanoTime();
        List<Long> before = counts();
        while (before.stream().anyMatch(steps -> steps > 0 ? steps < WARM : mustWork)
                || before.stream().allMatch(steps -> steps == 0)) {
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
