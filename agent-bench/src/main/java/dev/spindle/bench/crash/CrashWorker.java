package dev.spindle.bench.crash;

import dev.spindle.Agent;
import dev.spindle.Agents;
import dev.spindle.Agents.Recovered;
import dev.spindle.bench.store.Place;
import dev.spindle.bench.store.Store;
import dev.spindle.bench.store.Stores;
import dev.spindle.journal.Journal;
import dev.spindle.run.RunRequest;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/** The process that is killed: goes on with what the one before left unfinished, then begins runs until somebody kills it. */
final class CrashWorker {
    /** The command, after which come store, directory, URL, generation, "work" or "drain", and how many runs at once. */
    static final String NAME = "crash-worker";

    /** What it says when it has opened everything. */
    static final String READY = "ready";

    /** What it says when a tool has begun. */
    static final String INSIDE = "inside";

    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final Duration BETWEEN_TRIES = Duration.ofMillis(100);

    private final Journal journal;
    private final PrintStream out;
    private final Agent agent;
    private final int atOnce;

    private CrashWorker(Journal journal, Ledger ledger, CallLog log, PrintStream out, int atOnce) {
        this.journal = journal;
        this.out = out;
        this.atOnce = atOnce;
        this.agent = Crew.chief(journal, new Teller(ledger, log, () -> say(INSIDE)), log);
    }

    static void run(List<String> arguments, PrintStream out) throws Exception {
        endWithParent();
        Place place = Place.of(Path.of(arguments.get(1)), arguments.get(2));
        try (Stores stores = Store.named(arguments.get(0)).open(place);
                Ledger ledger = Ledger.in(stores.ledgers());
                CallLog log = CallLog.in(place.log(), stores.journal())) {
            CrashWorker worker =
                    new CrashWorker(stores.journal(), ledger, log, out, Integer.parseInt(arguments.get(5)));
            worker.say(READY);
            worker.recover();
            if (arguments.get(4).equals("work")) worker.work(arguments.get(3));
        }
    }

    /** A parent that is gone has closed the pipe. */
    private static void endWithParent() {
        Thread watch = new Thread(() -> {
            try {
                System.in.transferTo(OutputStream.nullOutputStream());
            } catch (IOException gone) {
                Runtime.getRuntime().halt(3);
            }
            Runtime.getRuntime().halt(3);
        });
        watch.setDaemon(true);
        watch.start();
    }

    private synchronized void say(String line) {
        out.println(line);
        out.flush();
    }

    private void recover() throws InterruptedException {
        long giveUp = System.nanoTime() + PATIENCE.toNanos();
        List<Recovered> left = Agents.recover(journal, atOnce, started -> Optional.of(agent));
        while (!left.isEmpty()) {
            for (Recovered each : left) check(each);
            for (Recovered each : left) {
                boolean stuck = each instanceof Recovered.DrivenElsewhere && System.nanoTime() > giveUp;
                // Nobody else is there: it must say why it cannot be driven.
                if (stuck) agent.resume(each.runId());
            }
            // A dead driver's lease may have to end first.
            TimeUnit.MILLISECONDS.sleep(BETWEEN_TRIES.toMillis());
            left = Agents.recover(journal, atOnce, started -> Optional.of(agent));
        }
    }

    private static void check(Recovered recovered) {
        boolean good = recovered instanceof Recovered.DrivenElsewhere
                || (recovered instanceof Recovered.WentOn wentOn
                        && wentOn.result().isAnswered());
        if (!good) throw new IllegalStateException("Not recovered: " + recovered);
    }

    private void work(String generation) throws InterruptedException {
        AtomicInteger number = new AtomicInteger();
        ExecutorService threads = Executors.newFixedThreadPool(atOnce);
        for (int at = 0; at < atOnce; at++) {
            threads.execute(() -> runForEver(() -> "g" + generation + "-" + number.incrementAndGet()));
        }
        threads.shutdown();
        threads.awaitTermination(1, TimeUnit.DAYS);
    }

    private void runForEver(Supplier<String> ids) {
        try {
            while (true) agent.run(RunRequest.of("Go.").withRunId(ids.get()));
        } catch (RuntimeException broken) {
            broken.printStackTrace();
            Runtime.getRuntime().halt(4);
        }
    }
}
