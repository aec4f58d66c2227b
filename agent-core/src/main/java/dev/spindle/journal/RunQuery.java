package dev.spindle.journal;

import dev.spindle.journal.Journal.KeptRun;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
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

    /** Deletes runs by a query. For those who write a {@link Journal}. */
    public static final class Erasure {
        private static final Pattern CHILD = Pattern.compile("(.+)/\\d{1,9}\\.\\d{1,9}", Pattern.DOTALL);

        private Erasure() {}

        /** Deletes one run. */
        @FunctionalInterface
        public interface Deletion {
            /**
             * Deletes a run with its children.
             *
             * @throws Journal.ConflictException if it is driven
             */
            boolean delete(String runId) throws IOException;
        }

        /**
         * Deletes every run that fits a query, and whose parent does not stay: a child goes with its parent.
         *
         * @return those that fit and were left, each with its trouble: somebody drives it, or it cannot be read
         */
        public static List<KeptRun> each(Journal journal, RunQuery query, Deletion deletion) throws IOException {
            Set<String> all = new HashSet<>(journal.runs());
            List<KeptRun> left = new ArrayList<>();
            for (KeptRun run : journal.runs(query)) {
                Matcher child = CHILD.matcher(run.runId());
                if (child.matches() && all.contains(child.group(1))) continue;
                if (run.trouble() != null && !query.equals(RunQuery.ALL)) {
                    left.add(run);
                    continue;
                }
                try {
                    deletion.delete(run.runId());
                } catch (Journal.ConflictException driven) {
                    left.add(run.withTrouble(String.valueOf(driven.getMessage())));
                }
            }
            return List.copyOf(left);
        }
    }
}
