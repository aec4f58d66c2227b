package dev.spindle;

import dev.spindle.context.Cancellation;
import dev.spindle.context.Tag;
import dev.spindle.event.RunEvent.About;
import dev.spindle.event.RunEvent.Recorded;
import dev.spindle.event.RunEvent.Started;
import dev.spindle.event.RunEvent.Stopped;
import dev.spindle.event.StopReason;
import dev.spindle.journal.Journal;
import dev.spindle.run.RunRequest;
import dev.spindle.run.RunResult;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What is done with the runs of several agents at once. */
public final class Agents {
    private static final Pattern CHILD = Pattern.compile("(.+)/\\d{1,9}\\.\\d{1,9}", Pattern.DOTALL);

    private final Journal journal;
    private final Function<Started, Optional<Agent>> agents;
    private final Function<Started, Tag.Values> tags;
    private final Cancellation cancellation = Cancellation.create();

    private Agents(Journal journal, Function<Started, Optional<Agent>> agents, Function<Started, Tag.Values> tags) {
        this.journal = journal;
        this.agents = agents;
        this.tags = tags;
    }

    /**
     * Chooses for each run, by the name recorded with it, the agent that it began with.
     *
     * @throws IllegalArgumentException if an agent has no name, or two have the same
     */
    public static Function<Started, Optional<Agent>> named(Agent... agents) {
        Map<String, Agent> byName = new HashMap<>();
        for (Agent agent : agents) {
            if (agent.name().isEmpty()) throw new IllegalArgumentException("An agent has no name; set Builder.name");
            if (byName.put(agent.name(), agent) != null)
                throw new IllegalArgumentException(
                        "Two agents are called '" + agent.name() + "'; names tell them apart");
        }
        return started ->
                Optional.ofNullable(byName.get(started.about().labels().getOrDefault(About.AGENT, "")));
    }

    /**
     * Goes on with the unfinished runs of a journal: those whose process died, and those that wait, for what they wait for may have
     * been posted or found out meanwhile. Call it when a process starts.
     *
     * <p>A run that stopped otherwise, at a limit or because it was cancelled, stays stopped: it is for somebody to resume with other
     * terms. A run that another driver has is left alone. A child run is its parent's to go on with.
     *
     * <p>Returns when every run has ended, stopped or waits again. An interrupt cancels the runs that go on now, which can be resumed,
     * and begins no other.
     *
     * @param atOnce how many runs go on at the same time, at least 1
     * @param agents chooses, by how a run began, the agent that goes on with it, whose journal is this one; empty to leave the run alone
     * @return what came of each run, in no order
     * @throws dev.spindle.journal.JournalException if the journal cannot list its runs
     */
    public static List<Recovered> recover(Journal journal, int atOnce, Function<Started, Optional<Agent>> agents) {
        return recover(journal, atOnce, agents, started -> Tag.Values.NONE);
    }

    /**
     * Goes on with the unfinished runs of a journal, as {@link #recover(Journal, int, Function)} does, with values for their tools.
     *
     * @param tags what a run's caller gives to its tools, by how the run began: its labels say for whom it is
     */
    public static List<Recovered> recover(
            Journal journal,
            int atOnce,
            Function<Started, Optional<Agent>> agents,
            Function<Started, Tag.Values> tags) {
        if (atOnce < 1) throw new IllegalArgumentException("atOnce is " + atOnce + "; it must be at least 1");
        return new Agents(journal, agents, tags).recover(atOnce);
    }

    private List<Recovered> recover(int atOnce) {
        List<Callable<Optional<Recovered>>> work = new ArrayList<>();
        for (String runId : journal.unfinished()) work.add(() -> recover(runId));
        ExecutorService threads = Executors.newFixedThreadPool(atOnce, Agents::daemon);
        List<Future<Optional<Recovered>>> runs =
                work.stream().map(threads::submit).toList();
        threads.shutdown();
        return collect(runs);
    }

    private static Thread daemon(Runnable work) {
        Thread thread = new Thread(work, "spindle-recover");
        thread.setDaemon(true);
        return thread;
    }

    private List<Recovered> collect(List<Future<Optional<Recovered>>> runs) {
        List<Recovered> recovered = new ArrayList<>();
        boolean interrupted = false;
        for (Future<Optional<Recovered>> run : runs) {
            while (true) {
                try {
                    run.get().ifPresent(recovered::add);
                    break;
                } catch (InterruptedException stopped) {
                    interrupted = true;
                    cancellation.cancel("the recovery was interrupted");
                } catch (ExecutionException broken) {
                    throw new IllegalStateException("A recovery broke: " + broken.getCause(), broken.getCause());
                }
            }
        }
        if (interrupted) Thread.currentThread().interrupt();
        return recovered;
    }

    /** Empty if there is nothing to go on with. */
    private Optional<Recovered> recover(String runId) {
        try {
            if (cancellation.isCancelled() || isChild(runId)) return Optional.empty();
            List<Recorded> events = journal.read(runId, 0);
            if (events.isEmpty() || !goesOn(events.get(events.size() - 1))) return Optional.empty();
            return Optional.of(recover(runId, (Started) events.get(0)));
        } catch (Journal.ConflictException driven) {
            return Optional.of(new Recovered.DrivenElsewhere(runId));
        } catch (RuntimeException failed) {
            return Optional.of(new Recovered.Failed(runId, failed));
        } catch (LinkageError | AssertionError | StackOverflowError | OutOfMemoryError broken) {
            // One run that is too much, or whose agent is broken, keeps no other from going on.
            return Optional.of(new Recovered.Failed(runId, new IllegalStateException("It broke: " + broken, broken)));
        }
    }

    private Recovered recover(String runId, Started started) {
        Optional<Agent> agent = agents.apply(started);
        if (agent.isEmpty()) return new Recovered.Unclaimed(runId);
        RunRequest request = RunRequest.resuming(runId).withCaller(cancellation, tags.apply(started));
        return new Recovered.WentOn(agent.get().run(request));
    }

    private boolean isChild(String runId) {
        Matcher child = CHILD.matcher(runId);
        return child.matches() && !journal.read(child.group(1), 0).isEmpty();
    }

    private static boolean goesOn(Recorded last) {
        return !(last instanceof Stopped stopped) || stopped.reason() == StopReason.WAITING;
    }

    /** What came of one unfinished run when {@link Agents#recover} went on with it. */
    public sealed interface Recovered {
        /** The run. */
        String runId();

        /** It went on, and this is its result: it may have answered, stopped or wait for a person again. */
        record WentOn(RunResult result) implements Recovered {
            @Override
            public String runId() {
                return result.runId();
            }
        }

        /** Somebody else drives it; it was left alone. */
        record DrivenElsewhere(String runId) implements Recovered {}

        /** No agent was named for it; it was left alone. */
        record Unclaimed(String runId) implements Recovered {}

        /**
         * It could not go on: its events cannot be read or written, or its agent threw what no agent should.
         *
         * @param why for the operator
         */
        record Failed(String runId, RuntimeException why) implements Recovered {}
    }
}
