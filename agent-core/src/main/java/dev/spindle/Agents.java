package dev.spindle;

import dev.spindle.context.AgentException;
import dev.spindle.context.Cancellation;
import dev.spindle.context.Tag;
import dev.spindle.event.RunEvent;
import dev.spindle.event.RunEvent.About;
import dev.spindle.event.RunEvent.Recorded;
import dev.spindle.event.RunEvent.Started;
import dev.spindle.event.RunEvent.Stopped;
import dev.spindle.event.StopReason;
import dev.spindle.journal.Journal;
import dev.spindle.run.RunRequest;
import dev.spindle.run.RunResult;
import java.time.Duration;
import java.time.Instant;
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
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What is done with the runs of several agents at once. */
public final class Agents {
    private static final Pattern CHILD = Pattern.compile("(.+)/\\d{1,9}\\.\\d{1,9}", Pattern.DOTALL);

    private static final long FIRST_PAUSE = Duration.ofMillis(10).toNanos();
    private static final long LONGEST_PAUSE = Duration.ofMillis(500).toNanos();

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

    /**
     * Goes on with the runs of a journal as long as it is not closed: {@link #recover} made continuous. Any number of processes may do so
     * with the same journal.
     *
     * <p>It takes the runs whose driver has died or left them, those that were {@link #enqueue}d, those for which somebody has posted what
     * they wait for, and, after a pause, those whose model was away. A run that waits costs nothing. Of a conversation one run goes on at a
     * time, and each conversation comes to its turn, however many runs another one has. Runs that go on are not robbed.
     */
    public static Worker worker(Journal journal, Worker.Terms terms) {
        return RunWorker.started(journal, terms);
    }

    /**
     * Records a question and returns at once: a {@link #worker} here or elsewhere runs it. Recorded are this agent's instructions, options,
     * limits and form of the answer, and what a conversation remembers by now: so ask its next question when the one before has ended. Tags
     * are not. Asking again with a known run id and the same question changes nothing.
     *
     * @return the run's id, for {@link #await}
     * @throws Journal.ConflictException if the run's id belongs to another question
     */
    public static String enqueue(Agent agent, RunRequest request) {
        agent.driver.leave(request);
        return request.runId();
    }

    /**
     * Waits until a run that goes on anywhere has answered, stopped or waits for a person.
     *
     * @return its result; empty if it still goes on when the patience ends
     * @throws dev.spindle.context.AgentException if the journal has no such run, or has it no more
     */
    public static Optional<RunResult> await(Journal journal, String runId, Duration patience)
            throws InterruptedException {
        long end = System.nanoTime() + patience.toNanos();
        List<Recorded> events = new ArrayList<>();
        for (long pause = FIRST_PAUSE; ; pause = Math.min(2 * pause, LONGEST_PAUSE)) {
            List<Recorded> more = journal.read(runId, events.size());
            events.addAll(more);
            if (events.isEmpty()) throw new AgentException("No run '" + runId + "' is in the journal; check the id");
            Recorded last = events.get(events.size() - 1);
            boolean ended = last instanceof Stopped || last instanceof RunEvent.Finished;
            if (ended) return Optional.of(RunResult.of(events));
            long left = end - System.nanoTime();
            if (left <= 0) return Optional.empty();
            TimeUnit.NANOSECONDS.sleep(Math.min(left, pause));
        }
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
        return guarded(runId, () -> {
            if (cancellation.isCancelled() || isChild(runId)) return Optional.empty();
            List<Recorded> events = journal.read(runId, 0);
            if (events.isEmpty() || !goesOn(events.get(events.size() - 1))) return Optional.empty();
            return Optional.of(recover(runId, (Started) events.get(0)));
        });
    }

    /** Whatever is wrong with a run is what came of it. */
    static Optional<Recovered> guarded(String runId, Supplier<Optional<Recovered>> goingOn) {
        try {
            return goingOn.get();
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

    /** Goes on with runs until it is closed; {@link Agents#worker} starts it. Thread-safe. */
    public sealed interface Worker extends AutoCloseable permits RunWorker {
        /** What it is at. */
        Status status();

        /**
         * Takes no more runs, and leaves those that go on at their next safe point: when the reply or the tools that they are at have ended.
         * Others can go on with them at once.
         *
         * @return whether all were left within the patience; what was not goes on here, until it ends or the process does, and is succeeded
         *     then as after a crash
         */
        boolean drain(Duration patience);

        /** Drains it with the patience of its terms. */
        @Override
        void close();

        /**
         * How a worker works.
         *
         * @param atOnce how many runs go on at the same time, at least 1
         * @param reserve how many more may go on if their drivers have died or left them, from 0
         * @param lookEvery how often it looks for runs, at least a millisecond
         * @param patience with runs that go on when it is closed
         * @param agents chooses, by how a run began, the agent that goes on with it, whose journal is the worker's; empty to leave the run alone
         * @param tags what a run's caller gives to its tools, by how the run began
         * @param ended hears what came of each run, on the run's thread
         */
        record Terms(
                int atOnce,
                int reserve,
                Duration lookEvery,
                Duration patience,
                Function<Started, Optional<Agent>> agents,
                Function<Started, Tag.Values> tags,
                Consumer<Recovered> ended) {
            /** Checks the numbers. */
            public Terms {
                if (atOnce < 1) throw new IllegalArgumentException("atOnce is " + atOnce + "; it must be at least 1");
                if (reserve < 0)
                    throw new IllegalArgumentException("reserve is " + reserve + "; it must be at least 0");
                if (lookEvery.toMillis() < 1)
                    throw new IllegalArgumentException("lookEvery is " + lookEvery + "; it must be at least PT0.001S");
            }

            /** 8 runs at once and no reserve, a look each second, 30 seconds of patience; {@link Agents#named} chooses agents by their names. */
            public static Terms of(Function<Started, Optional<Agent>> agents) {
                return new Terms(
                        8,
                        0,
                        Duration.ofSeconds(1),
                        Duration.ofSeconds(30),
                        agents,
                        started -> Tag.Values.NONE,
                        recovered -> {});
            }

            /** With so many runs at the same time. */
            public Terms withAtOnce(int runs) {
                return new Terms(runs, reserve, lookEvery, patience, agents, tags, ended);
            }

            /**
             * With so many places besides, for runs whose drivers have died or left them: of so many workers that the places of one fit
             * into the reserves of the others, what a dead one drove never waits for what others have begun.
             */
            public Terms withReserve(int runs) {
                return new Terms(atOnce, runs, lookEvery, patience, agents, tags, ended);
            }

            /** With a look so often. */
            public Terms withLookEvery(Duration pause) {
                return new Terms(atOnce, reserve, pause, patience, agents, tags, ended);
            }

            /** With so much patience when it is closed. */
            public Terms withPatience(Duration most) {
                return new Terms(atOnce, reserve, lookEvery, most, agents, tags, ended);
            }

            /** With values for the tools. */
            public Terms withTags(Function<Started, Tag.Values> values) {
                return new Terms(atOnce, reserve, lookEvery, patience, agents, values, ended);
            }

            /** With somebody who hears what came of each run. */
            public Terms withEnded(Consumer<Recovered> hears) {
                return new Terms(atOnce, reserve, lookEvery, patience, agents, tags, hears);
            }
        }

        /**
         * What a worker is at.
         *
         * @param draining whether it takes no more
         * @param driving runs that go on here
         * @param atOnce how many could
         * @param ready runs that it has seen and has no place for yet
         * @param waiting runs of the journal that wait for a person
         * @param ended runs that have answered, stopped, paused or failed here
         * @param failing runs that fail again and again, and are tried later and later
         * @param trouble why it cannot look for runs; null if it can
         */
        record Status(
                boolean draining,
                int driving,
                int atOnce,
                int ready,
                int waiting,
                long ended,
                List<Failing> failing,
                @Nullable String trouble) {
            /** Copies the list. */
            public Status {
                failing = List.copyOf(failing);
            }

            /** Whether it works as it should, whatever single runs do. */
            public boolean isWell() {
                return trouble == null && !draining;
            }
        }

        /**
         * A run that fails again and again.
         *
         * @param times in a row
         * @param why for the operator
         * @param next when it is tried again at the earliest
         */
        record Failing(String runId, int times, String why, Instant next) {}
    }
}
