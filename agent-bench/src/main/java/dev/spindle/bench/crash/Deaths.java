package dev.spindle.bench.crash;

import dev.spindle.event.RunEvent;
import dev.spindle.event.RunEvent.Recorded;
import dev.spindle.journal.Journal;
import dev.spindle.message.CallId;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/** Who was killed when, and what became of the runs that they drove. For one thread. */
final class Deaths {
    private final Map<String, Instant> killed = new HashMap<>();
    private final Set<String> insideATool = new HashSet<>();
    private final UpTimes upTimes;
    private final List<Wait> untilTaken = new ArrayList<>();
    private final List<Wait> untilFinished = new ArrayList<>();

    /**
     * How long a run of somebody dead waited.
     *
     * @param up for how much of that time one of the others was up
     */
    private record Wait(Duration whole, Duration up) {}

    /** Deaths of workers that were up at those times. */
    Deaths(UpTimes upTimes) {
        this.upTimes = upTimes;
    }

    void add(long pid, Instant when) {
        killed.put(Long.toString(pid), when);
    }

    /** Looks at all runs, when all is over. */
    void look(Journal journal) {
        journal.runs().forEach(runId -> look(journal.read(runId, 0)));
    }

    private void look(List<Recorded> events) {
        Set<CallId> open = new HashSet<>();
        String driver = "";
        Instant died = null;
        for (Recorded event : events) {
            if (event instanceof RunEvent.Started started) driver = pid(started.owner());
            if (event instanceof RunEvent.ToolStarted started) open.add(started.id());
            if (event instanceof RunEvent.ToolFinished finished) open.remove(finished.id());
            if (event instanceof RunEvent.Resumed resumed) {
                Instant death = killed.get(driver);
                if (death != null) {
                    died = death;
                    untilTaken.add(wait(death, resumed));
                    if (!open.isEmpty()) insideATool.add(driver);
                }
                open.clear();
                driver = pid(resumed.owner());
            }
            if (event instanceof RunEvent.Finished finished && died != null) untilFinished.add(wait(died, finished));
        }
    }

    private Wait wait(Instant death, Recorded end) {
        Instant until = end.at().time();
        return new Wait(Duration.between(death, until), upTimes.between(death, until));
    }

    private static String pid(String owner) {
        return owner.substring(0, owner.indexOf('-'));
    }

    int insideATool() {
        return insideATool.size();
    }

    /** For people: how long it took. */
    String times() {
        return "runs of the dead: " + untilTaken.size() + " taken over " + words(untilTaken, Wait::whole)
                + ", finished " + words(untilFinished, Wait::whole) + " after the death of their last dead driver";
    }

    /** For people: how much of that time one of the others was up. */
    String timesWithSomebodyUp() {
        return "of that a worker was up: until taken over " + words(untilTaken, Wait::up) + ", until finished "
                + words(untilFinished, Wait::up);
    }

    private static String words(List<Wait> waits, Function<Wait, Duration> time) {
        if (waits.isEmpty()) return "never";
        List<Duration> sorted = waits.stream().map(time).sorted().toList();
        return sorted.get(sorted.size() / 2).toMillis() + " ms (p50), "
                + sorted.get(sorted.size() * 99 / 100).toMillis() + " ms (p99), "
                + sorted.get(sorted.size() - 1).toMillis() + " ms (at most)";
    }
}
