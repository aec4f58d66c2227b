package dev.spindle.bench.crash;

import dev.spindle.Agent;
import dev.spindle.Agents;
import dev.spindle.Agents.Recovered;
import dev.spindle.Agents.Worker;
import dev.spindle.bench.store.Place;
import dev.spindle.bench.store.Store;
import dev.spindle.bench.store.Stores;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;

/** A worker among others, which goes on with runs until it is told to drain, or killed. */
final class WorkersProcess {
    /** The command, after which come store, directory, URL and how many runs at once. */
    static final String NAME = "workers-process";

    /** What it is told to end in order. */
    static final String DRAIN = "drain";

    private static final Duration LOOK_EVERY = Duration.ofMillis(200);

    private final PrintStream out;
    private final CountDownLatch drained = new CountDownLatch(1);

    private WorkersProcess(PrintStream out) {
        this.out = out;
    }

    static void run(List<String> arguments, PrintStream out) throws Exception {
        WorkersProcess process = new WorkersProcess(out);
        Thread listening = new Thread(process::listen);
        listening.setDaemon(true);
        listening.start();
        Place place = Place.of(Path.of(arguments.get(1)), arguments.get(2));
        process.work(Store.named(arguments.get(0)), place, Integer.parseInt(arguments.get(3)));
    }

    private void work(Store store, Place place, int atOnce) throws Exception {
        try (Stores stores = store.open(place);
                Ledger ledger = Ledger.among(stores.ledgers());
                CallLog log = CallLog.in(place.log(), stores.journal())) {
            Agent agent = Crew.chief(stores.journal(), new Teller(ledger, log, () -> say(CrashWorker.INSIDE)), log);
            Worker.Terms terms = Worker.Terms.of(started -> Optional.of(agent))
                    .withAtOnce(atOnce)
                    .withReserve(atOnce)
                    .withLookEvery(LOOK_EVERY)
                    .withEnded(WorkersProcess::check);
            try (Worker worker = Agents.worker(stores.journal(), terms)) {
                say(CrashWorker.READY);
                drained.await();
                if (!worker.drain(terms.patience())) throw new IllegalStateException("Not drained: " + worker.status());
            }
        }
    }

    private static void check(Recovered came) {
        boolean good =
                came instanceof Recovered.WentOn wentOn && wentOn.result().isAnswered();
        if (good) return;
        System.err.println("Not answered: " + came);
        if (came instanceof Recovered.Failed failed) failed.why().printStackTrace();
        Runtime.getRuntime().halt(4);
    }

    /** A parent that is gone has closed the pipe. */
    private void listen() {
        try (BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
            for (String line = in.readLine(); line != null; line = in.readLine())
                if (line.equals(DRAIN)) drained.countDown();
        } catch (IOException gone) {
            Runtime.getRuntime().halt(3);
        }
        Runtime.getRuntime().halt(3);
    }

    private synchronized void say(String line) {
        out.println(line);
        out.flush();
    }
}
