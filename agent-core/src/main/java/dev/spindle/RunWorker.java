package dev.spindle;

import dev.spindle.Agents.Recovered;
import dev.spindle.Prospects.Prospect;
import dev.spindle.context.Cancellation;
import dev.spindle.event.RunEvent.Recorded;
import dev.spindle.event.RunEvent.Started;
import dev.spindle.event.StopReason;
import dev.spindle.journal.Journal;
import dev.spindle.run.Driver;
import dev.spindle.run.RunRequest;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/*
 * One thread looks for runs and hands them out; each run has a thread of its own as long as it goes on. What makes it safe is not here:
 * whoever takes a run appends to its journal first, and of two who do, one is told that the place is taken before it has called
 * anything. So a look may be old, and nothing is reserved for anybody.
 */
/** A worker of one process. Thread-safe. */
final class RunWorker implements Agents.Worker {
    /** After failed looks the next one is at most so many times as far away. */
    private static final int LONGEST_PAUSE = 30;

    private final Journal journal;
    private final Terms terms;
    private final Prospects prospects;
    private final Setbacks setbacks;
    private final Driver.HandOver handOver = new Driver.HandOver();
    private final ExecutorService threads = Executors.newCachedThreadPool(work -> daemon(work, "spindle-worker-run"));
    private final Map<String, String> conversations = new HashMap<>(); // of the runs that go on here, by their ids
    private Deque<Prospect> ready = new ArrayDeque<>();
    private boolean draining;
    private long ended;
    private int failedLooks;
    private @Nullable String trouble;

    private RunWorker(Journal journal, Terms terms) {
        this.journal = journal;
        this.terms = terms;
        this.prospects = new Prospects(journal);
        this.setbacks = new Setbacks(terms.lookEvery());
    }

    static RunWorker started(Journal journal, Terms terms) {
        RunWorker worker = new RunWorker(journal, terms);
        daemon(worker::work, "spindle-worker").start();
        return worker;
    }

    private static Thread daemon(Runnable work, String name) {
        Thread thread = new Thread(work, name);
        thread.setDaemon(true);
        return thread;
    }

    private void work() {
        long next = System.nanoTime();
        try {
            while (isWorking()) {
                if (System.nanoTime() - next >= 0) {
                    look();
                    next = System.nanoTime() + pause();
                }
                nextUntil(next).ifPresent(prospect -> threads.execute(() -> drive(prospect)));
            }
        } catch (InterruptedException nobodysOrder) {
            handOver.ask(); // the thread is ours alone; without it nothing more is taken
        }
    }

    private synchronized boolean isWorking() {
        return !draining;
    }

    private void look() {
        try {
            Set<String> driven = driven();
            List<Prospect> found = prospects.look(driven);
            setbacks.forgetAllBut(known(driven, found));
            looked(found, null);
        } catch (RuntimeException failed) {
            looked(List.of(), "the journal cannot be looked into: " + failed.getMessage());
        }
    }

    private synchronized Set<String> driven() {
        return Set.copyOf(conversations.keySet());
    }

    /** What was driven before the look is not found by it, and may have left since; what is driven now may have begun since. */
    private Set<String> known(Set<String> drivenBefore, List<Prospect> found) {
        Set<String> ids = new HashSet<>(drivenBefore);
        ids.addAll(driven());
        found.forEach(each -> ids.add(each.runId()));
        return ids;
    }

    private synchronized void looked(List<Prospect> found, @Nullable String failure) {
        ready = new ArrayDeque<>(found);
        trouble = failure;
        failedLooks = failure == null ? 0 : failedLooks + 1;
    }

    /** Spread, so that workers that were started at once do not look at once. */
    private synchronized long pause() {
        long nanos = terms.lookEvery().toNanos() * Math.min(LONGEST_PAUSE, 1L << Math.min(failedLooks, 8));
        return nanos - ThreadLocalRandom.current().nextLong(nanos / 4 + 1);
    }

    /** Waits for a run to go on with and a place to do it; empty when it is time to look again, or to end. */
    private synchronized Optional<Prospect> nextUntil(long time) throws InterruptedException {
        while (!draining) {
            Optional<Prospect> next = takeReady();
            if (next.isPresent()) return next;
            long left = time - System.nanoTime();
            if (left <= 0) break;
            TimeUnit.NANOSECONDS.timedWait(this, left);
        }
        return Optional.empty();
    }

    /** Those that were left by their drivers have the reserve, so that nobody's run waits for others that have just begun. */
    private boolean hasPlace(Prospect prospect) {
        int places = terms.atOnce() + (prospect.isLeft() ? terms.reserve() : 0);
        return conversations.size() < places && !conversations.containsValue(prospect.conversation());
    }

    private Optional<Prospect> takeReady() {
        if (conversations.size() >= terms.atOnce() + terms.reserve()) return Optional.empty();
        for (Iterator<Prospect> each = ready.iterator(); each.hasNext(); ) {
            Prospect prospect = each.next();
            if (!hasPlace(prospect) || setbacks.isHeld(prospect.runId())) continue;
            each.remove();
            conversations.put(prospect.runId(), prospect.conversation());
            prospects.serve(prospect);
            return Optional.of(prospect);
        }
        return Optional.empty();
    }

    private void drive(Prospect prospect) {
        String runId = prospect.runId();
        boolean told = false;
        try {
            Optional<Recovered> came = Agents.guarded(runId, () -> goOn(runId));
            came.ifPresent(each -> note(runId, each));
            told = came.isPresent() && !(came.get() instanceof Recovered.DrivenElsewhere);
            if (told) terms.ended().accept(came.get());
        } finally {
            leave(runId, told);
        }
    }

    private void note(String runId, Recovered came) {
        if (came instanceof Recovered.Failed failed) {
            setbacks.add(runId, String.valueOf(failed.why().getMessage()));
        } else if (came instanceof Recovered.WentOn wentOn && wentOn.result().stopReason() != StopReason.MODEL_FAILED) {
            setbacks.forget(runId);
        }
    }

    private synchronized void leave(String runId, boolean told) {
        conversations.remove(runId);
        if (told) ended++;
        notifyAll();
    }

    /** Empty if there is nothing to go on with now. */
    private Optional<Recovered> goOn(String runId) {
        List<Recorded> events = journal.read(runId, 0);
        if (events.isEmpty()) return Optional.empty();
        Outlook outlook = Outlook.of(events);
        if (!outlook.goesOn()) {
            prospects.leave(runId);
            return Optional.empty();
        }
        if (outlook.setbacks() > 0 && setbacks.hold(runId, outlook)) return Optional.empty();
        return goOn(runId, (Started) events.get(0));
    }

    private Optional<Recovered> goOn(String runId, Started started) {
        Optional<Agent> agent = terms.agents().apply(started);
        if (agent.isEmpty()) {
            prospects.leave(runId);
            return Optional.of(new Recovered.Unclaimed(runId));
        }
        RunRequest request = RunRequest.resuming(runId)
                .withCaller(Cancellation.create(), terms.tags().apply(started))
                .withTag(Driver.HandOver.TAG, handOver);
        try {
            return Optional.of(new Recovered.WentOn(agent.get().run(request)));
        } catch (Driver.HandOver.LeftException left) {
            return Optional.empty();
        }
    }

    @Override
    public synchronized Status status() {
        return new Status(
                draining,
                conversations.size(),
                terms.atOnce(),
                ready.size(),
                prospects.waiting(),
                ended,
                setbacks.all(),
                trouble);
    }

    @Override
    public boolean drain(Duration patience) {
        handOver.ask();
        synchronized (this) {
            draining = true;
            notifyAll();
            long end = System.nanoTime() + patience.toNanos();
            try {
                for (long left = patience.toNanos(); left > 0; left = end - System.nanoTime()) {
                    if (conversations.isEmpty()) break;
                    TimeUnit.NANOSECONDS.timedWait(this, left);
                }
            } catch (InterruptedException hurried) {
                Thread.currentThread().interrupt();
            }
            return conversations.isEmpty();
        }
    }

    @Override
    public void close() {
        drain(terms.patience());
        threads.shutdown();
    }
}
