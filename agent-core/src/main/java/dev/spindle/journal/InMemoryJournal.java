package dev.spindle.journal;

import dev.spindle.context.Ids;
import dev.spindle.event.EventJson;
import dev.spindle.event.Input;
import dev.spindle.event.RunEvent;
import dev.spindle.event.RunEvent.Recorded;
import dev.spindle.event.StopReason;
import dev.spindle.journal.Journal.Conflicts;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the events of unfinished runs in this process; a finished run is dropped, and of those that nobody drives and no person is waited
 * for all but the last {@value #MOST_LEFT}, with the runs that their calls began. Those that have not begun are all kept. Thread-safe.
 */
public final class InMemoryJournal implements Journal {
    static final int MOST_LEFT = 1_000;

    private final Map<String, Kept> runs = new ConcurrentHashMap<>();
    private final Set<String> left = new LinkedHashSet<>();

    @Override
    public void append(String runId, long position, List<Recorded> events) {
        keepFew(runId, runs.compute(Ids.run(runId), (id, known) -> {
            Kept kept = known == null ? new Kept() : known;
            if (position != kept.events.size()) throw Conflicts.positionTaken(id, position, kept.events.size());
            if (Conflicts.takesTheWheel(events) && kept.driven) throw Conflicts.driven(id);
            kept.events.addAll(events);
            kept.drive(!Conflicts.endsDriving(events));
            boolean finished = kept.last() instanceof RunEvent.Finished;
            return finished ? null : kept;
        }));
    }

    /** A run that goes on again is none of those that were left. */
    private void keepFew(String runId, @Nullable Kept kept) {
        synchronized (left) {
            if (kept == null || !kept.left) {
                if (!left.isEmpty()) left.remove(runId);
                return;
            }
            left.add(runId);
            if (left.size() <= MOST_LEFT) return;
            String oldest = left.iterator().next();
            left.remove(oldest);
            if (isOneOf(oldest, each -> each.left)) drop(oldest);
        }
    }

    /** With the runs that its calls began, of which none goes on without it. */
    private void drop(String runId) {
        Kept dropped = isOneOf(runId, each -> !each.driven) ? runs.remove(runId) : null;
        left.remove(runId);
        if (dropped == null) return;
        for (Recorded event : dropped.events) {
            if (event instanceof RunEvent.ToolStarted began) drop(runId + "/" + began.id());
        }
    }

    @Override
    public List<Recorded> read(String runId, long from) {
        List<Recorded> found = new ArrayList<>();
        runs.computeIfPresent(runId, (id, kept) -> {
            found.addAll(kept.events.subList((int) Math.min(from, kept.events.size()), kept.events.size()));
            return kept;
        });
        return List.copyOf(found);
    }

    @Override
    public void post(String runId, Input input) {
        EventJson.writeInput(input); // what no other journal takes is not taken here either
        runs.computeIfPresent(Ids.run(runId), (id, kept) -> {
            List<Input> more = new ArrayList<>(kept.inbox);
            more.add(input);
            kept.inbox = List.copyOf(more);
            return kept;
        });
    }

    @Override
    public List<Input> inbox(String runId, long from) {
        Kept kept = runs.get(runId);
        if (kept == null || from >= kept.inbox.size()) return List.of();
        return kept.inbox.subList((int) from, kept.inbox.size());
    }

    @Override
    public List<String> unfinished() {
        return List.copyOf(runs.keySet());
    }

    @Override
    public Map<String, Long> undriven() {
        Map<String, Long> found = new HashMap<>();
        for (String runId : runs.keySet()) {
            runs.computeIfPresent(runId, (id, kept) -> {
                if (!kept.driven) found.put(id, (long) kept.events.size());
                return kept;
            });
        }
        return found;
    }

    @Override
    public boolean delete(String runId) {
        // Taken one by one, since a run may be taken up between a look at all of them and the deletion.
        List<String> family = runs.keySet().stream()
                .filter(id -> id.equals(runId) || id.startsWith(runId + "/"))
                .toList();
        for (String id : family) {
            if (isOneOf(id, kept -> kept.driven)) throw Conflicts.driven(id);
        }
        for (String id : family) {
            runs.computeIfPresent(id, (unused, kept) -> {
                if (kept.driven) throw Conflicts.driven(id);
                return null;
            });
        }
        return !family.isEmpty();
    }

    private boolean isOneOf(String runId, Predicate<Kept> those) {
        boolean[] found = new boolean[1];
        runs.computeIfPresent(runId, (id, kept) -> {
            found[0] = those.test(kept);
            return kept;
        });
        return found[0];
    }

    @Override
    public void release(String runId) {
        keepFew(runId, runs.computeIfPresent(runId, (id, kept) -> {
            kept.drive(false);
            return kept;
        }));
    }

    /** Changed only while the map has its run locked. */
    private static final class Kept {
        private final List<Recorded> events = new ArrayList<>();
        private volatile List<Input> inbox = List.of(); // looked at in every step, without a lock
        private boolean driven;
        private volatile boolean left; // by its driver, and not for a person to decide

        private void drive(boolean drives) {
            driven = drives;
            boolean begun = events.size() > 1;
            left = !drives
                    && begun
                    && !(last() instanceof RunEvent.Stopped stop && stop.reason() == StopReason.WAITING);
        }

        private Recorded last() {
            return events.get(events.size() - 1);
        }
    }
}
