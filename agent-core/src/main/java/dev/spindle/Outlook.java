package dev.spindle;

import dev.spindle.event.RunEvent;
import dev.spindle.event.RunEvent.Recorded;
import dev.spindle.event.RunEvent.Stopped;
import dev.spindle.event.StopReason;
import java.time.Instant;
import java.util.List;
import java.util.Set;

/**
 * What is to become of a run that nobody drives, as its events tell it to every worker alike.
 *
 * @param goesOn whether a worker goes on with it at all
 * @param setbacks how often it has failed in a row; 0 if it can go on now
 * @param since when it failed last
 * @param why it failed, for the operator
 */
record Outlook(boolean goesOn, int setbacks, Instant since, String why) {
    /** So many drivers may end without a step done before the run itself is suspected. */
    private static final int DEATHS_BY_CHANCE = 2;

    private static final Set<String> PASSING = Set.of("Unavailable", "RateLimited");
    private static final Outlook STAYS = new Outlook(false, 0, Instant.EPOCH, "");
    private static final Outlook GOES = new Outlook(true, 0, Instant.EPOCH, "");

    /** Whether a run that ends so may go on without anybody's word: what follows is for {@link #of} to say. */
    static boolean mayGoOn(Recorded last) {
        if (last instanceof RunEvent.Finished) return false;
        return !(last instanceof Stopped stopped) || canPass(stopped.reason());
    }

    /** Whether what stopped the run may be over later, though nobody does anything about the run. */
    private static boolean canPass(StopReason reason) {
        return reason == StopReason.MODEL_FAILED || reason == StopReason.MEMORY_FAILED;
    }

    /** The outlook of a run with these events, or of one that waits and has heard something new. */
    static Outlook of(List<Recorded> events) {
        Recorded last = events.get(events.size() - 1);
        if (last instanceof Stopped stopped) return ofStopped(events, stopped);
        return last instanceof RunEvent.Finished ? STAYS : ofLeft(events);
    }

    private static Outlook ofStopped(List<Recorded> events, Stopped last) {
        if (last.reason() == StopReason.WAITING) return GOES;
        if (!canPass(last.reason())) return STAYS;
        int times = 0;
        boolean passing = last.reason() == StopReason.MEMORY_FAILED;
        for (int at = events.size() - 1; at > 0; at--) {
            Recorded event = events.get(at);
            if (event instanceof RunEvent.Replied) break;
            if (event instanceof Stopped stopped && stopped.reason() == last.reason()) times++;
            boolean newest = times == 1;
            if (newest && event instanceof RunEvent.AskFailed failed)
                passing = PASSING.contains(failed.failure().kind());
        }
        return passing ? new Outlook(true, times, last.at().time(), last.detail()) : STAYS;
    }

    /** Its driver has left it, or died; one that dies in every driver's hands may be what they die of. */
    private static Outlook ofLeft(List<Recorded> events) {
        int drivers = 0;
        Instant since = Instant.EPOCH;
        for (int at = events.size() - 1; at > 0; at--) {
            Recorded event = events.get(at);
            if (event instanceof RunEvent.Resumed resumed) {
                if (drivers++ == 0) since = resumed.at().time();
            } else if (!(event instanceof RunEvent.ToolStarted || event instanceof RunEvent.Assessed)) {
                break;
            }
        }
        if (drivers <= DEATHS_BY_CHANCE) return GOES;
        return new Outlook(
                true,
                drivers - DEATHS_BY_CHANCE,
                since,
                drivers + " drivers in a row have ended in this run before a step of it was done");
    }
}
