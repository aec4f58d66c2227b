package dev.spindle;

import dev.spindle.event.RunEvent.Recorded;
import dev.spindle.event.RunEvent.Started;
import dev.spindle.event.RunEvent.Stopped;
import dev.spindle.event.StopReason;
import dev.spindle.journal.Journal;
import dev.spindle.journal.Journal.Ends;
import dev.spindle.state.RunState;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/*
 * A look costs few questions however many runs there are: which runs are free, with a number that tells whether something happened in
 * them; the first and last events of those in which something did; and which of those that wait have been told something. What was
 * found out is kept by that number, so a run that waits for a person is not read again until somebody has posted to it.
 */
/** What a worker could go on with. One thread looks; any may say that a run is left alone. */
final class Prospects {
    /** Within so many neighbours the order is left to chance, so that workers seldom reach for the same run. */
    private static final int NEIGHBOURS = 16;

    private static final Pattern CHILD = Pattern.compile("(.+)/\\d{1,9}\\.\\d{1,9}", Pattern.DOTALL);

    private final Journal journal;
    private final Map<String, Known> known = new ConcurrentHashMap<>();
    private final Map<String, Long> served =
            new ConcurrentHashMap<>(); // conversations, by when they had their last turn
    private final AtomicLong turns = new AtomicLong();

    Prospects(Journal journal) {
        this.journal = journal;
    }

    /**
     * A run that could go on.
     *
     * @param conversation whose next turns wait for it; its own id if it is in none
     * @param since when it began
     * @param isNew whether nobody has driven it yet
     * @param isLeft whether its driver has died or left it in the middle
     */
    record Prospect(String runId, String conversation, Instant since, boolean isNew, boolean isLeft) {}

    private enum State {
        /** It can go on. */
        READY,
        /** It waits for a person. */
        WAITING,
        /** It is somebody else's to go on with. */
        STAYS
    }

    /**
     * A run as it was when something happened in it last.
     *
     * @param received how much of its inbox it has taken; null if that was not looked up yet
     */
    private record Known(
            long mark,
            State state,
            Prospect prospect,
            @Nullable Long received) {
        Known with(State other) {
            return new Known(mark, other, prospect, received);
        }

        Known withReceived(long count) {
            return new Known(mark, state, prospect, count);
        }
    }

    /**
     * The runs that could go on, in the order in which they should: those that somebody had begun; of each conversation the oldest, then of
     * each the second, and so on.
     *
     * @param driven by the one who asks
     */
    List<Prospect> look(Set<String> driven) {
        Map<String, Long> free = new HashMap<>(journal.undriven());
        // What is found out of a run while it is driven here holds afterwards, too.
        known.keySet().removeIf(runId -> !free.containsKey(runId) && !driven.contains(runId));
        free.keySet().removeAll(driven);
        learn(free);
        Set<String> told = told();
        List<Prospect> found = new ArrayList<>();
        Set<String> conversations = new HashSet<>();
        known.forEach((runId, run) -> {
            conversations.add(run.prospect.conversation);
            boolean ready = run.state == State.READY || told.contains(runId);
            if (ready && !driven.contains(runId)) found.add(run.prospect);
        });
        served.keySet().retainAll(conversations);
        return inOrder(found);
    }

    /** A conversation has its turn, and is the last to have another. */
    void serve(Prospect prospect) {
        served.put(prospect.conversation, turns.incrementAndGet());
    }

    /** How many wait for a person. */
    int waiting() {
        return (int) known.values().stream()
                .filter(run -> run.state == State.WAITING)
                .count();
    }

    /** Leaves a run alone until something happens in it. */
    void leave(String runId) {
        known.computeIfPresent(runId, (id, run) -> run.with(State.STAYS));
    }

    private void learn(Map<String, Long> free) {
        Set<String> asked = new HashSet<>();
        free.forEach((runId, mark) -> {
            Known before = known.get(runId);
            if (before != null && before.mark == mark) return;
            asked.add(runId);
            String parent = parent(runId);
            if (parent != null) asked.add(parent);
        });
        if (asked.isEmpty()) return;
        Map<String, Ends> ends = journal.ends(asked);
        for (String runId : asked) {
            Long mark = free.get(runId);
            if (mark != null) known.put(runId, known(runId, mark, ends));
        }
    }

    private static Known known(String runId, long mark, Map<String, Ends> all) {
        Ends ends = all.get(runId);
        // What cannot be read is tried, and fails by its name.
        if (ends == null)
            return new Known(mark, State.READY, new Prospect(runId, runId, Instant.EPOCH, false, false), null);
        Started first = ends.first();
        String conversation = first.opening().conversation();
        Prospect prospect = new Prospect(
                runId,
                conversation.isEmpty() ? runId : conversation,
                first.at().time(),
                ends.last() instanceof Started,
                !(ends.last() instanceof Started || ends.last() instanceof Stopped));
        String parent = parent(runId);
        boolean child = parent != null && all.containsKey(parent);
        return new Known(mark, child ? State.STAYS : state(ends.last()), prospect, null);
    }

    private static @Nullable String parent(String runId) {
        Matcher child = CHILD.matcher(runId);
        return child.matches() ? child.group(1) : null;
    }

    private static State state(Recorded last) {
        if (last instanceof Stopped stopped && stopped.reason() == StopReason.WAITING) return State.WAITING;
        return Outlook.mayGoOn(last) ? State.READY : State.STAYS;
    }

    /** Of those that wait the ones that have been told something. */
    private Set<String> told() {
        Map<String, Long> taken = new HashMap<>();
        known.forEach((runId, run) -> {
            if (run.state == State.WAITING) taken.put(runId, run.received == null ? 0L : run.received);
        });
        if (taken.isEmpty()) return Set.of();
        Set<String> told = new HashSet<>();
        for (String runId : journal.havingPosts(taken)) if (isTold(runId)) told.add(runId);
        return told;
    }

    private boolean isTold(String runId) {
        Known run = known.get(runId);
        if (run == null) return false;
        try {
            Long received = run.received;
            if (received == null) {
                received = RunState.of(journal.read(runId, 0)).received();
                known.put(runId, run.withReceived(received));
            }
            return !journal.inbox(runId, received).isEmpty();
        } catch (RuntimeException damaged) {
            return true; // whoever tries to go on with it hears why it cannot be read
        }
    }

    private List<Prospect> inOrder(List<Prospect> ready) {
        ready.sort(Comparator.comparing(Prospect::since).thenComparing(Prospect::runId));
        Map<String, Integer> before = new HashMap<>();
        Map<Integer, List<Prospect>> rounds = new TreeMap<>();
        for (Prospect each : ready) {
            int turn = before.merge(each.conversation, 1, Integer::sum);
            rounds.computeIfAbsent(each.isNew ? turn : 0, unused -> new ArrayList<>())
                    .add(each);
        }
        List<Prospect> ordered = new ArrayList<>(ready.size());
        for (List<Prospect> round : rounds.values()) ordered.addAll(inTurn(round));
        return ordered;
    }

    /** Those that had no turn yet, the oldest first but for chance; then the others, whose last turn is longest ago first. */
    private List<Prospect> inTurn(List<Prospect> round) {
        List<Prospect> fresh = new ArrayList<>();
        Map<Long, List<Prospect>> others = new TreeMap<>();
        for (Prospect each : round) {
            Long turn = served.get(each.conversation);
            (turn == null ? fresh : others.computeIfAbsent(turn, unused -> new ArrayList<>())).add(each);
        }
        for (int from = 0; from < fresh.size(); from += NEIGHBOURS)
            Collections.shuffle(fresh.subList(from, Math.min(fresh.size(), from + NEIGHBOURS)));
        others.values().forEach(fresh::addAll);
        return fresh;
    }
}
