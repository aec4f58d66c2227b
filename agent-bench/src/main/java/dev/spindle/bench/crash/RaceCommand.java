package dev.spindle.bench.crash;

import dev.spindle.bench.store.Place;
import java.io.IOException;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;

/**
 * Lets two processes resume the same run at once, again and again: one must drive it, and the other must hear of a conflict before it
 * calls anything.
 */
public final class RaceCommand {
    /** The command's name and options. */
    public static final String USAGE =
            "java -jar agent-bench.jar race --store=file|sqlite|postgres|mariadb --times=1000";

    /** The command of the process that is one of the two. */
    public static final String WORKER = RaceWorker.NAME;

    private final Options options;
    private final PrintStream out;
    private final List<String> faults = new ArrayList<>();
    private final int[] won = new int[2];

    private RaceCommand(Options options, PrintStream out) {
        this.options = options;
        this.out = out;
    }

    /**
     * Runs it and prints what came of it, ending with one line of figures.
     *
     * @param arguments store and number of races
     * @return 0 if each race had one winner, 1 if not; 2 if the arguments are wrong
     */
    public static int run(List<String> arguments, PrintStream out, PrintStream err) throws Exception {
        Options options;
        try {
            options = Options.read(arguments, "times", 1_000);
        } catch (IllegalArgumentException wrong) {
            err.println(wrong.getMessage());
            err.println(USAGE);
            return 2;
        }
        return new RaceCommand(options, out).run();
    }

    /** One of the two processes. */
    public static void work(List<String> arguments, PrintStream out) throws Exception {
        RaceWorker.run(arguments, out);
    }

    private int run() throws Exception {
        if (!options.store().isShared())
            throw new IllegalArgumentException("One process at a time has a file of " + options.store()
                    + " open, so there is no race; take file, sqlite, postgres or mariadb");
        try (Place place = Place.make(options.store(), options.directory());
                Child one = start(place);
                Child two = start(place)) {
            List<Child> racers = List.of(one, two);
            for (Child racer : racers) racer.await(CrashWorker.READY::equals);
            for (int race = 1; race <= options.times(); race++) {
                race(racers, race);
                if (race % 200 == 0) out.println("  " + race + " races");
            }
        }
        faults.stream().limit(20).forEach(fault -> out.println("  FAULT: " + fault));
        out.println(
                "race " + options.store() + ": " + options.times() + " races, each with one driver and one conflict: "
                        + (faults.isEmpty() ? "yes" : "NO, " + faults.size() + " without") + "; won " + won[0] + " and "
                        + won[1]);
        return faults.isEmpty() ? 0 : 1;
    }

    private Child start(Place place) throws IOException {
        return Child.start(List.of(
                RaceWorker.NAME, options.store().toString(), place.directory().toString(), place.url()));
    }

    private void race(List<Child> racers, int race) throws InterruptedException {
        String id = "race-" + race;
        Child first = racers.get(race % 2);
        first.say("prepare " + id);
        first.await(("prepared " + id)::equals);
        // Who is told first changes, so that neither is always the faster.
        racers.get(race / 2 % 2).say("go " + id);
        racers.get(1 - race / 2 % 2).say("go " + id);
        List<String> said = new ArrayList<>();
        for (Child racer : racers) said.add(racer.await(line -> line.contains(" " + id + " ")));
        release(racers, said, id);
    }

    private void release(List<Child> racers, List<String> said, String id) throws InterruptedException {
        int driver = said.get(0).startsWith("driving ") ? 0 : 1;
        boolean fair =
                said.get(driver).startsWith("driving ") && said.get(1 - driver).startsWith("conflict ");
        for (int at = 0; at < 2; at++) {
            if (!said.get(at).startsWith("driving ")) continue;
            racers.get(at).say("release " + id);
            String end = racers.get(at).await(line -> line.contains(" " + id + " "));
            fair &= end.equals("result " + id + " ANSWERED");
        }
        won[driver]++;
        if (!fair) faults.add(id + ": " + said);
    }
}
