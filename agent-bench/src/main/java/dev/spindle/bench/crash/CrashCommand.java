package dev.spindle.bench.crash;

import dev.spindle.bench.store.Place;
import dev.spindle.bench.store.Stores;
import java.io.IOException;
import java.io.PrintStream;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;

/**
 * Kills a process that runs agents, again and again, lets the next one go on, and looks at what came of it all.
 *
 * <p>A quarter of the kills come at any instant since the process was started, a quarter at any since it has opened the journal; the
 * others are aimed: a moment after a tool has begun.
 */
public final class CrashCommand {
    /** The command's name and options. */
    public static final String USAGE =
            "java -jar agent-bench.jar crash --store=file|sqlite|h2|postgres|mariadb --kills=300 --at-once=6 --seed=N";

    /** The command of the process that is to be killed. */
    public static final String WORKER = CrashWorker.NAME;

    private final Options options;
    private final PrintStream out;
    private final Random random;
    private int killsInside;

    private CrashCommand(Options options, PrintStream out) {
        this.options = options;
        this.out = out;
        this.random = new Random(options.seed());
    }

    /**
     * Runs it and prints what came of it, ending with one line of figures.
     *
     * @param arguments store, number of kills, seed
     * @return 0 if nothing was lost or done twice, 1 if something was; 2 if the arguments are wrong
     */
    public static int run(List<String> arguments, PrintStream out, PrintStream err) throws Exception {
        Options options;
        try {
            options = Options.read(arguments, "kills", 300);
        } catch (IllegalArgumentException wrong) {
            err.println(wrong.getMessage());
            err.println(USAGE);
            return 2;
        }
        return new CrashCommand(options, out).run();
    }

    /** The process that is to be killed. */
    public static void work(List<String> arguments, PrintStream out) throws Exception {
        CrashWorker.run(arguments, out);
    }

    private int run() throws Exception {
        out.println("crash " + options.store() + ": seed " + options.seed());
        try (Place place = Place.make(options.store(), options.directory())) {
            for (int kill = 1; kill <= options.times(); kill++) {
                killOne(place, kill);
                if (kill % 50 == 0) out.println("  " + kill + " kills, " + killsInside + " inside a tool");
            }
            drain(place);
            return report(place);
        }
    }

    private void killOne(Place place, int number) throws Exception {
        try (Child victim = start(place, number, "work")) {
            boolean opened = number % 4 > 0;
            boolean aimed = number % 4 > 1;
            if (opened) victim.await(CrashWorker.READY::equals);
            for (int tools = random.nextInt(40); aimed && tools >= 0; tools--) {
                victim.await(CrashWorker.INSIDE::equals);
            }
            pauseUpTo(aimed ? 10 : 2_000);
            if (!victim.isAlive()) throw new IllegalStateException("A process ended by itself; see above what it said");
            victim.kill();
            if (Autopsy.diedInsideATool(options.store(), place, victim.pid())) killsInside++;
        }
    }

    private void pauseUpTo(int millis) throws InterruptedException {
        TimeUnit.MICROSECONDS.sleep(random.nextInt(1_000 * millis));
    }

    private Child start(Place place, int generation, String what) throws IOException {
        return Child.start(List.of(
                CrashWorker.NAME,
                options.store().toString(),
                place.directory().toString(),
                place.url(),
                Integer.toString(generation),
                what,
                Integer.toString(options.atOnce())));
    }

    private void drain(Place place) throws IOException, InterruptedException {
        try (Child last = start(place, options.times() + 1, "drain")) {
            int exit = last.awaitEnd();
            if (exit != 0) throw new IllegalStateException("The last process ended with " + exit);
        }
    }

    private int report(Place place) throws Exception {
        try (Stores stores = options.store().open(place);
                Ledger ledger = Ledger.in(stores.ledgers())) {
            Audit audit = Audit.of(stores.journal(), ledger, CallLog.read(place.log()));
            audit.print(out);
            out.println("crash " + options.store() + ": " + options.times() + " kills, " + killsInside
                    + " inside a tool, " + audit.figures());
            return audit.isGood() ? 0 : 1;
        }
    }
}
