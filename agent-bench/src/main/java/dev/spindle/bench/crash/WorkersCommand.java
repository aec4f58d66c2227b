package dev.spindle.bench.crash;

import dev.spindle.Agent;
import dev.spindle.Agents;
import dev.spindle.bench.store.Place;
import dev.spindle.bench.store.Stores;
import dev.spindle.journal.Journal;
import dev.spindle.run.RunRequest;
import java.io.PrintStream;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;

/**
 * Kills workers that share a journal, again and again, while questions are left for them, and looks at what came of it all.
 *
 * <p>A sixth of the kills come at any instant, also while the process starts; a third are aimed, a moment after a tool has begun; after each
 * tenth kill a worker is drained, too.
 */
public final class WorkersCommand {
    /** The command's name and options. */
    public static final String USAGE =
            "java -jar agent-bench.jar workers --store=postgres --kills=200 --at-once=4 --seed=N" + " [--apart]";

    /** The command of a process that is to be killed. */
    public static final String WORKER = WorkersProcess.NAME;

    private static final int WORKERS = 3;
    private static final int BACKLOG = 18;
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private final Options options;
    private final boolean apart;
    private final PrintStream out;
    private final Random random;
    private final UpTimes upTimes = new UpTimes();
    private final Deaths deaths = new Deaths(upTimes);

    private WorkersCommand(Options options, boolean apart, PrintStream out) {
        this.options = options;
        this.apart = apart;
        this.out = out;
        this.random = new Random(options.seed());
    }

    /**
     * Runs it and prints what came of it, ending with one line of figures.
     *
     * @param arguments store, number of kills, seed; {@code --apart} lets the workers take one another for processes of other hosts
     * @return 0 if nothing was lost or done twice, 1 if something was; 2 if the arguments are wrong
     */
    public static int run(List<String> arguments, PrintStream out, PrintStream err) throws Exception {
        List<String> rest = new ArrayList<>(arguments);
        boolean apart = rest.remove("--apart");
        Options options;
        try {
            options = Options.read(rest, "kills", 200);
            if (!options.store().isShared())
                throw new IllegalArgumentException(options.store() + " belongs to one process; take another store");
        } catch (IllegalArgumentException wrong) {
            err.println(wrong.getMessage());
            err.println(USAGE);
            return 2;
        }
        return new WorkersCommand(options, apart, out).run();
    }

    /** A process that is to be killed. */
    public static void work(List<String> arguments, PrintStream out) throws Exception {
        WorkersProcess.run(arguments, out);
    }

    private int run() throws Exception {
        out.println("workers " + options.store() + ": seed " + options.seed());
        try (Place place = Place.make(options.store(), options.directory());
                Stores stores = options.store().open(place);
                Ledger ledger = Ledger.in(stores.ledgers());
                CallLog log = CallLog.in(place.log(), stores.journal());
                Workers workers = new Workers(options.store(), place, WORKERS, options.atOnce(), apart, upTimes)) {
            Agent asking = Crew.chief(stores.journal(), new Teller(ledger, log, () -> {}), log);
            try (Feeder feeder = new Feeder(asking, stores.journal())) {
                for (int kill = 1; kill <= options.times(); kill++) {
                    killOne(workers, kill);
                    if (kill % 10 == 0) workers.drain(random.nextInt(WORKERS));
                    if (kill % 50 == 0) out.println("  " + kill + " kills, " + feeder.asked() + " runs");
                }
            }
            awaitEnd(stores.journal());
            workers.drainAll();
            return report(stores.journal(), ledger, place);
        }
    }

    private void killOne(Workers workers, int number) throws Exception {
        int slot = random.nextInt(WORKERS);
        boolean anywhere = number % 6 == 0;
        boolean aimed = number % 3 == 1;
        if (aimed) workers.awaitInside(slot);
        else if (!anywhere) workers.awaitReady(slot);
        TimeUnit.MICROSECONDS.sleep(random.nextInt(aimed ? 10_000 : 400_000));
        Instant when = Instant.now();
        deaths.add(workers.kill(slot), when);
    }

    private static void awaitEnd(Journal journal) throws InterruptedException {
        long giveUp = System.nanoTime() + PATIENCE.toNanos();
        while (!journal.unfinished().isEmpty()) {
            if (System.nanoTime() > giveUp)
                throw new IllegalStateException("Nobody finishes " + journal.unfinished() + " in " + PATIENCE);
            TimeUnit.MILLISECONDS.sleep(20);
        }
    }

    private int report(Journal journal, Ledger ledger, Place place) throws Exception {
        Audit audit = Audit.of(journal, ledger, CallLog.read(place.log()));
        deaths.look(journal);
        audit.print(out);
        out.println("  " + deaths.times());
        out.println("  " + deaths.timesWithSomebodyUp());
        out.println("workers " + options.store() + (apart ? " apart" : "") + ": " + options.times() + " kills, "
                + deaths.insideATool() + " inside a tool, " + audit.figures());
        return audit.isGood() ? 0 : 1;
    }

    /** Leaves questions for the workers, so that there are always some. */
    private static final class Feeder implements AutoCloseable {
        private final Agent asking;
        private final Journal journal;
        private final Thread thread = new Thread(this::feed, "feeder");
        private volatile int asked;
        private volatile boolean closed;

        Feeder(Agent asking, Journal journal) {
            this.asking = asking;
            this.journal = journal;
            thread.start();
        }

        int asked() {
            return asked;
        }

        private void feed() {
            try {
                while (!closed) {
                    if (journal.unfinished().size() < BACKLOG) ask();
                    else TimeUnit.MILLISECONDS.sleep(20);
                }
            } catch (InterruptedException stopped) {
                closed = true;
            }
        }

        private void ask() {
            int number = asked;
            asked = number + 1;
            Agents.enqueue(asking, RunRequest.of("Go.").withRunId("run-" + number));
        }

        @Override
        public void close() throws InterruptedException {
            closed = true;
            thread.join();
        }
    }
}
