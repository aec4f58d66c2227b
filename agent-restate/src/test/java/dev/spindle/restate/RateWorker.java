package dev.spindle.restate;

import dev.spindle.Agent;
import dev.spindle.jdbc.JdbcJournal;
import dev.spindle.run.RunRequest;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.postgresql.ds.PGSimpleDataSource;

/** A process of {@link RateOfSteps}: {@code RateWorker restate PORT} or {@code RateWorker postgres URL RUNS-AT-ONCE SECONDS}. */
final class RateWorker {
    static final String AGENT = "rate";

    private RateWorker() {}

    public static void main(String[] arguments) throws InterruptedException {
        if (arguments[0].equals("postgres")) {
            onPostgres(arguments[1], Integer.parseInt(arguments[2]), Integer.parseInt(arguments[3]));
            System.exit(0);
        }
        Agent agent = QuickSteps.agent(AGENT).build();
        RestateWorker.serve(RestateAgents.of(agent), "127.0.0.1", Integer.parseInt(arguments[1]));
        System.out.println("serves");
        new CountDownLatch(1).await();
    }

    /** Prints how many steps it recorded in a second, after as many seconds that are not counted. */
    private static void onPostgres(String url, int atOnce, int seconds) throws InterruptedException {
        PGSimpleDataSource source = new PGSimpleDataSource();
        source.setUrl(url);
        Agent agent = QuickSteps.agent(AGENT).journal(JdbcJournal.on(source)).build();
        AtomicLong runs = new AtomicLong();
        ExecutorService threads = Executors.newFixedThreadPool(atOnce);
        for (int thread = 0; thread < atOnce; thread++)
            threads.execute(() -> {
                while (true) {
                    agent.run(RunRequest.of("Look."));
                    runs.incrementAndGet();
                }
            });
        Duration half = Duration.ofSeconds(seconds);
        TimeUnit.NANOSECONDS.sleep(half.toNanos());
        long before = runs.get();
        TimeUnit.NANOSECONDS.sleep(half.toNanos());
        System.out.println((runs.get() - before) * QuickSteps.STEPS / seconds);
    }
}
