package dev.spindle.run;

import dev.spindle.state.RunState;
import dev.spindle.tool.ToolSpec;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How long one call may take.
 *
 * @param time null for as long as it likes
 * @param ofRun whether it is what is left of the run's time, and not the tool's own
 */
record TimeLimit(@Nullable Duration time, boolean ofRun) {
    /**
     * Of a call at an instant.
     *
     * @param supervision of its tool; null if that is gone
     */
    static TimeLimit of(RunState state, ToolSpec.@Nullable Supervision supervision, Instant now) {
        Duration own = supervision == null ? null : supervision.timeout();
        return of(own != null ? own : state.limits().toolTimeout(), state.timeLeft(now));
    }

    /** The shorter of a tool's own time and what is left of the run's. */
    static TimeLimit of(Duration own, @Nullable Duration leftOfRun) {
        boolean ofRun = leftOfRun != null && (own.isZero() || leftOfRun.compareTo(own) < 0);
        if (ofRun) return new TimeLimit(leftOfRun, true);
        return new TimeLimit(own.isZero() ? null : own, false);
    }

    /** Whose limit it was, for the model; the same whenever the run is repeated. */
    String words() {
        if (ofRun) return "the time of the whole run is up";
        return inWords(time == null ? Duration.ZERO : time) + " are over";
    }

    private static String inWords(Duration time) {
        long millis = time.toMillis();
        return millis % 1000 == 0 ? millis / 1000 + " s" : millis + " ms";
    }
}
