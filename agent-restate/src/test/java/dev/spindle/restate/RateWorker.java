package dev.spindle.restate;

import dev.spindle.Agent;
import dev.spindle.jdbc.JdbcJournal;
import dev.spindle.run.RunRequest;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicLong;
import org.postgresql.ds.PGSimpleDataSource;

/**
 * A process of {@link RateOfSteps}: {@code RateWorker restate PORT} or {@code RateWorker postgres URL RUNS-AT-ONCE}. For each line that it
 * reads it prints how many steps it has done; when there are no more, it ends.
 */
final class RateWorker {
    static final String AGENT = "rate";

    private RateWorker() {}

    public static void main(String[] arguments) throws IOException {
        AtomicLong steps = new AtomicLong();
        if (arguments[0].equals("postgres")) onPostgres(arguments[1], Integer.parseInt(arguments[2]), steps);
        else
            RestateWorker.serve(
                    RestateAgents.of(QuickSteps.agent(AGENT, steps).build()),
                    "127.0.0.1",
                    Integer.parseInt(arguments[1]));
        BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        while (in.readLine() != null) System.out.println(steps.get());
        System.exit(0);
    }

    private static void onPostgres(String url, int atOnce, AtomicLong steps) {
        PGSimpleDataSource source = new PGSimpleDataSource();
        source.setUrl(url);
        Agent agent =
                QuickSteps.agent(AGENT, steps).journal(JdbcJournal.on(source)).build();
        for (int thread = 0; thread < atOnce; thread++)
            new Thread(() -> {
                        while (true) agent.run(RunRequest.of("Look."));
                    })
                    .start();
    }
}
