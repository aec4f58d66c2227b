package dev.spindle.journal;

import dev.spindle.context.AgentException;
import dev.spindle.event.Input;
import dev.spindle.event.RunEvent;
import dev.spindle.event.RunEvent.Recorded;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the events of runs, in order, for ever or as long as needed. Thread-safe.
 *
 * <p>A run has one driver at a time: appending {@link RunEvent.Started} or {@link RunEvent.Resumed} makes the caller the driver,
 * appending {@link RunEvent.Stopped} or {@link RunEvent.Finished} ends that. Everybody else posts to the inbox.
 *
 * <p>An id is any text that {@link dev.spindle.context.Ids#run} takes, as far as a journal does not allow less, and only the same text
 * names the run. A run that cannot be read keeps no other from being listed or read.
 */
public interface Journal {
    /**
     * Appends events, all or none; when it returns, they are kept.
     *
     * @param position of the first of them, from 0
     * @throws ConflictException if the position is taken, or somebody else drives the run
     * @throws JournalException if they cannot be kept
     */
    void append(String runId, long position, List<RunEvent.Recorded> events);

    /** The events of a run from a position on; empty if there are none. Anybody may read, to follow a run from elsewhere. */
    List<RunEvent.Recorded> read(String runId, long from);

    /**
     * Leaves something for the driver of a run, who takes it before its next step; it is kept when this returns.
     *
     * @throws IllegalArgumentException if it is larger than an event can be, see {@link dev.spindle.event.EventJson#MAX_GIVEN_CHARS}
     * @throws JournalException if it cannot be kept
     */
    void post(String runId, Input input);

    /** What was posted to a run, from the given count on. */
    List<Input> inbox(String runId, long from);

    /**
     * Of these runs those that may have more in their inboxes than was taken: for whoever watches many at once. A journal that would
     * have to look into each names all of them.
     *
     * @param taken how much was taken from the inbox, by run id
     */
    default Set<String> havingPosts(Map<String, Long> taken) {
        return taken.keySet();
    }

    /** Ids of the runs that are not finished, in any order; one of which that cannot be known is among them. */
    List<String> unfinished();

    /**
     * The unfinished runs that nobody drives, each with a number that changes with its events: for whoever goes on with what others have
     * left. A journal that cannot tell without trying names some that are driven, too; whoever takes one meets a {@link ConflictException}.
     */
    default Map<String, Long> undriven() {
        Map<String, Long> found = new HashMap<>();
        for (String runId : unfinished()) {
            try {
                found.put(runId, (long) read(runId, 0).size());
            } catch (RuntimeException damaged) {
                found.put(runId, -1L); // whoever tries to go on with it hears why it cannot be read
            }
        }
        return found;
    }

    /** Of these runs the first and the last event, as far as they can be read. */
    default Map<String, Ends> ends(Collection<String> runIds) {
        Map<String, Ends> found = new HashMap<>();
        for (String runId : runIds) Ends.of(this, runId).ifPresent(ends -> found.put(runId, ends));
        return found;
    }

    /** Ids of all runs that are kept, in any order; of a journal that drops what is finished, those that are not. */
    default List<String> runs() {
        return unfinished();
    }

    /**
     * The runs that fit a query, in any order, by their first and last events. One that cannot be read is among them with its trouble,
     * unless it is known not to fit.
     */
    default List<KeptRun> runs(Query query) {
        List<KeptRun> found = new ArrayList<>();
        for (String runId : runs()) {
            KeptRun run;
            try {
                run = KeptRun.of(runId, read(runId, 0));
            } catch (RuntimeException damaged) {
                run = KeptRun.troubled(runId, String.valueOf(damaged.getMessage()));
            }
            if (query.fits(run)) found.add(run);
        }
        return found;
    }

    /**
     * Deletes a run and its children: events, inboxes, and the contents that no other run needs. Runs that are driven meanwhile lose
     * nothing. Its id can be used anew.
     *
     * @return whether there was anything of it
     * @throws ConflictException if it or a child of it is driven; then all of it stays
     * @throws JournalException if not all of it could be deleted
     * @throws UnsupportedOperationException if this journal cannot delete
     */
    default boolean delete(String runId) {
        throw new UnsupportedOperationException(getClass().getSimpleName() + " cannot delete runs");
    }

    /**
     * Deletes the runs that fit a query, each with its children; a child whose parent stays goes with its parent.
     *
     * @return those that fit and were left, each with its trouble: somebody drives it, or it cannot be read, so that nobody knows
     *     whether it fits; {@link #delete} deletes that one, too
     * @throws JournalException if one could not be deleted wholly
     */
    default List<KeptRun> deleteAll(Query query) {
        try {
            return Erasure.each(this, query, this::delete);
        } catch (IOException failed) {
            throw new JournalException("Cannot delete runs: " + failed, failed);
        }
    }

    /** Ends the driving of a run that could not be stopped in order. */
    void release(String runId);

    /**
     * The ends of a run.
     *
     * @param first its beginning, perhaps without its instructions, tools and history
     * @param last what happened last, perhaps without long texts
     */
    record Ends(RunEvent.Started first, Recorded last) {
        private static Optional<Ends> of(Journal journal, String runId) {
            try {
                return of(journal.read(runId, 0));
            } catch (RuntimeException damaged) { // whoever tries to go on with the run hears why it cannot be read
                return Optional.empty();
            }
        }

        private static Optional<Ends> of(List<Recorded> events) {
            return !events.isEmpty() && events.get(0) instanceof RunEvent.Started first
                    ? Optional.of(new Ends(first, events.get(events.size() - 1)))
                    : Optional.empty();
        }

        /** The ends in these lines, as {@link KeptEvent} wrote them; empty if they cannot be read. */
        public static Optional<Ends> ofLines(List<String> lines) {
            try {
                return of(lines.stream().map(KeptEvent::outline).toList());
            } catch (RuntimeException damaged) { // whoever tries to go on with the run hears why it cannot be read
                return Optional.empty();
            }
        }
    }

    /**
     * A run that a journal keeps, by its first and its last event.
     *
     * @param started when; null if that cannot be read
     * @param last when something happened last; null if that cannot be read
     * @param finished whether nothing can happen any more
     * @param labels by which it can be found, as it began with them
     * @param trouble why it cannot be read, or not be deleted, for people; null if nothing is wrong
     */
    record KeptRun(
            String runId,
            @Nullable Instant started,
            @Nullable Instant last,
            boolean finished,
            Map<String, String> labels,
            @Nullable String trouble) {
        /** Copies the labels. */
        public KeptRun {
            labels = Collections.unmodifiableMap(new TreeMap<>(labels));
        }

        /** A run with these events, of which the first and the last are enough. */
        public static KeptRun of(String runId, List<Recorded> events) {
            if (events.isEmpty() || !(events.get(0) instanceof RunEvent.Started first))
                return troubled(runId, "It does not begin with its start");
            Recorded last = events.get(events.size() - 1);
            return new KeptRun(
                    runId,
                    first.at().time(),
                    last.at().time(),
                    last instanceof RunEvent.Finished,
                    first.about().labels(),
                    null);
        }

        /**
         * A run as a journal keeps it; one that cannot be read has its trouble.
         *
         * @param lines the first event and the last, as {@link KeptEvent} wrote them
         */
        public static KeptRun ofLines(String runId, List<String> lines) {
            try {
                return of(runId, lines.stream().map(KeptEvent::outline).toList());
            } catch (RuntimeException damaged) { // whatever a line can hold, it is the trouble of its run alone
                return troubled(runId, String.valueOf(damaged.getMessage()));
            }
        }

        /** A run of which nothing is known but what is wrong. */
        public static KeptRun troubled(String runId, String trouble) {
            return new KeptRun(runId, null, null, false, Map.of(), trouble);
        }

        KeptRun withTrouble(String why) {
            return new KeptRun(runId, started, last, finished, labels, why);
        }
    }

    /**
     * Which runs of a journal: those to which all of it applies.
     *
     * <pre>{@code
     * Journal.Query.ALL.labelled("user", "bo").quietSince(Instant.now().minus(Duration.ofDays(90)))
     * }</pre>
     *
     * @param unfinished whether only those that are not finished
     * @param quietSince only those in which nothing has happened since then; null for all
     * @param labels only those that have them, with these values
     */
    record Query(boolean unfinished, @Nullable Instant quietSince, Map<String, String> labels) {
        /** All runs. */
        public static final Query ALL = new Query(false, null, Map.of());

        /** Copies the labels. */
        public Query {
            labels = Collections.unmodifiableMap(new TreeMap<>(labels));
        }

        /** Of these, those that are not finished. */
        public Query onlyUnfinished() {
            return new Query(true, quietSince, labels);
        }

        /** Of these, those in which nothing has happened since then. */
        public Query quietSince(Instant time) {
            return new Query(unfinished, time, labels);
        }

        /** Of these, those that have a label with a value. */
        public Query labelled(String name, String value) {
            Map<String, String> more = new TreeMap<>(labels);
            more.put(name, value);
            return new Query(unfinished, quietSince, more);
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

    /** Deletes runs by a query. For those who write a {@link Journal}. */
    final class Erasure {
        private static final Pattern CHILD = Pattern.compile("(.+)/\\d{1,9}\\.\\d{1,9}", Pattern.DOTALL);

        private Erasure() {}

        /** Deletes one run. */
        @FunctionalInterface
        public interface Deletion {
            /**
             * Deletes a run with its children.
             *
             * @throws ConflictException if it is driven
             */
            boolean delete(String runId) throws IOException;
        }

        /**
         * Deletes every run that fits a query, and whose parent does not stay: a child goes with its parent.
         *
         * @return those that fit and were left, each with its trouble: somebody drives it, or it cannot be read
         */
        public static List<KeptRun> each(Journal journal, Query query, Deletion deletion) throws IOException {
            Set<String> all = new HashSet<>(journal.runs());
            List<KeptRun> left = new ArrayList<>();
            for (KeptRun run : journal.runs(query)) {
                Matcher child = CHILD.matcher(run.runId());
                if (child.matches() && all.contains(child.group(1))) continue;
                if (run.trouble() != null && !query.equals(Query.ALL)) {
                    left.add(run);
                    continue;
                }
                try {
                    deletion.delete(run.runId());
                } catch (ConflictException driven) {
                    left.add(run.withTrouble(String.valueOf(driven.getMessage())));
                }
            }
            return List.copyOf(left);
        }
    }

    /** The rule of one driver, as every journal keeps it. For those who write a {@link Journal}. */
    final class Conflicts {
        private Conflicts() {}

        /** Whether whoever appends these events begins to drive the run. */
        public static boolean takesTheWheel(List<Recorded> events) {
            Recorded first = events.get(0);
            return first instanceof RunEvent.Started || first instanceof RunEvent.Resumed;
        }

        /** Whether whoever appends these events drives the run no more. */
        public static boolean endsDriving(List<Recorded> events) {
            Recorded last = events.get(events.size() - 1);
            return last instanceof RunEvent.Stopped || last instanceof RunEvent.Finished;
        }

        /** Another event stands there, or there would be a gap. */
        public static ConflictException positionTaken(String runId, long position, long next) {
            return new ConflictException("Position " + position + " of run '" + runId + "' is taken, the next is "
                    + next + "; somebody else went on with the run");
        }

        /** Somebody else drives the run. */
        public static ConflictException driven(String runId) {
            return new ConflictException(
                    "Run '" + runId + "' is being driven by somebody else; wait for it to stop, or post to its inbox");
        }

        /** The run is driven, if at all, through another journal. */
        public static ConflictException notDrivenHere(String runId) {
            return new ConflictException("Run '" + runId + "' is not driven from here; resume it first");
        }
    }

    /** Thrown when a run is driven by somebody else, or its id belongs to another question. Nothing was called. */
    final class ConflictException extends AgentException {
        private static final long serialVersionUID = 1L;

        /** Creates it with what met what. */
        public ConflictException(String message) {
            super(message);
        }
    }
}
