package dev.spindle.journal;

import java.time.Instant;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Which runs of a journal: those to which all of it applies.
 *
 * <pre>{@code
 * RunQuery.ALL.labelled("user", "bo").quietSince(Instant.now().minus(Duration.ofDays(90)))
 * }</pre>
 *
 * @param unfinished whether only those that are not finished
 * @param quietSince only those in which nothing has happened since then; null for all
 * @param labels only those that have them, with these values
 */
public record RunQuery(boolean unfinished, @Nullable Instant quietSince, Map<String, String> labels) {
    /** All runs. */
    public static final RunQuery ALL = new RunQuery(false, null, Map.of());

    /** Copies the labels. */
    public RunQuery {
        labels = Collections.unmodifiableMap(new TreeMap<>(labels));
    }

    /** Of these, those that are not finished. */
    public RunQuery onlyUnfinished() {
        return new RunQuery(true, quietSince, labels);
    }

    /** Of these, those in which nothing has happened since then. */
    public RunQuery quietSince(Instant time) {
        return new RunQuery(unfinished, time, labels);
    }

    /** Of these, those that have a label with a value. */
    public RunQuery labelled(String name, String value) {
        Map<String, String> more = new TreeMap<>(labels);
        more.put(name, value);
        return new RunQuery(unfinished, quietSince, more);
    }

    /** Whether a run is one of them; one of which that cannot be known is. */
    public boolean fits(KeptRun run) {
        if (unfinished && run.finished()) return false;
        if (run.trouble() != null) return true;
        Instant last = run.last();
        boolean isQuiet = quietSince == null || (last != null && last.isBefore(quietSince));
        return isQuiet && run.labels().entrySet().containsAll(labels.entrySet());
    }
}
