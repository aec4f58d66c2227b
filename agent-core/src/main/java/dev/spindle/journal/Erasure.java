package dev.spindle.journal;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Deletes runs by a query. For those who write a {@link Journal}. */
public final class Erasure {
    private static final Pattern CHILD = Pattern.compile("(.+)/\\d{1,9}\\.\\d{1,9}", Pattern.DOTALL);

    private Erasure() {}

    /** Deletes one run. */
    @FunctionalInterface
    public interface Deletion {
        /**
         * Deletes a run with its children.
         *
         * @throws JournalConflictException if it is driven
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
            } catch (JournalConflictException driven) {
                left.add(run.withTrouble(String.valueOf(driven.getMessage())));
            }
        }
        return List.copyOf(left);
    }
}
