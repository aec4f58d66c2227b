package dev.spindle.examples;

import dev.spindle.Agent;
import dev.spindle.Agents;
import dev.spindle.context.Cancellation;
import dev.spindle.event.Decision;
import dev.spindle.event.Limits;
import dev.spindle.event.RunEvent.Recorded;
import dev.spindle.event.RunEvent.ToolFinished;
import dev.spindle.journal.Journal;
import dev.spindle.model.Model;
import dev.spindle.replay.Fork;
import dev.spindle.run.RunRequest;
import dev.spindle.run.RunResult;
import dev.spindle.state.RunState;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** One run of a command: from its options to what it prints and exits with. */
record Session(RunOptions options, Output output, Model model, Surroundings surroundings) {
    /**
     * A session with these options.
     *
     * @throws UsageException if they do not go together, so that this is heard before any work is done
     */
    static Session open(RunOptions options, boolean json, Surroundings surroundings) {
        return open(options, options.keeping, json, surroundings);
    }

    /** One whose runs are kept elsewhere than the options say. */
    static Session open(RunOptions options, JournalOption keeping, boolean json, Surroundings surroundings) {
        options.limits();
        Output output =
                json ? new JsonOutput(surroundings.out()) : new TextOutput(surroundings, keeping.words(surroundings));
        return new Session(options, output, ModelChoice.of(options, surroundings), surroundings);
    }

    /** Begins a run, prints it, and returns the exit code. */
    int begin(Assignment assignment, RunRequest request, Function<Foresight, Deciding> asking) {
        try (Work work = assignment.job().open(surroundings);
                RunStore store = options.keeping.open(surroundings)) {
            if (store != null) {
                store.keep(request.runId(), assignment);
                work.keptIn(store, request.runId());
            }
            Agent agent = agent(assignment, work, options.limits(), store == null ? null : store.journal());
            return run(agent, request, asking.apply(work.foresight()), work);
        }
    }

    /**
     * Leaves a run in the journal for a worker, and prints its id.
     *
     * @throws UsageException if there is no journal that a worker could find it in, or no worker could do the job
     */
    int leave(Assignment assignment, RunRequest request) {
        if (assignment.job() instanceof AskJob job && job.servers() != null)
            throw new UsageException("--detach does not go with MCP servers, which a worker does not start");
        try (Work work = assignment.job().open(surroundings);
                RunStore store = options.keeping.open(surroundings)) {
            if (store == null) throw new UsageException("--detach needs --journal PATH, where a worker finds the run");
            store.keep(request.runId(), assignment);
            surroundings
                    .out()
                    .println(Agents.enqueue(agent(assignment, work, options.limits(), store.journal()), request));
            return ExitCode.GOOD;
        }
    }

    /** Goes on with a run of the journal, prints it, and returns the exit code. */
    int goOn(String written, Choices choices, Function<Foresight, Deciding> asking) {
        try (RunStore store = options.keeping.openKept(surroundings)) {
            String runId = store.find(written);
            Assignment assignment = store.assignment(runId);
            RunState state = RunState.of(store.journal().read(runId, 0));
            try (Work work = assignment.job().open(surroundings)) {
                work.keptIn(store, runId);
                Deciding deciding = asking.apply(work.foresight());
                List<Decision> decisions = choices.about(state, work.foresight());
                if (decisions.isEmpty() && !state.isFinished()) decisions = decide(deciding, state);
                RunRequest request = RunRequest.resuming(runId).deciding(decisions);
                if (options.limited()) request = request.withLimits(options.limits());
                Agent agent = agent(assignment, work, options.limits(), store.journal());
                return run(agent, request, deciding, work);
            }
        }
    }

    /** Goes on with a copy of a run's first events, prints it, and returns the exit code. */
    int fork(ForkOptions wanted) {
        try (RunStore store = options.keeping.openKept(surroundings)) {
            if (!store.isEngine()) return fork(wanted, store, store);
            RunStore kept = wanted.keeping(options.keeping, surroundings).open(surroundings);
            if (kept == null) throw new UsageException("--into none keeps no fork; name a journal with --into PATH");
            try (kept) {
                return fork(wanted, store, kept);
            }
        }
    }

    private int fork(ForkOptions wanted, RunStore from, RunStore into) {
        String source = from.find(wanted.runId);
        List<Recorded> events = from.journal().read(source, 0);
        Fork fork = wanted.fork(events);
        Assignment assignment = wanted.assignment(from, source);
        Limits limits = options.limited() ? options.limits() : limitsOf(events);
        try (Work work = assignment.job().open(surroundings)) {
            Agent agent = agent(assignment, work, limits, into.journal());
            into.keep(fork.runId(), assignment);
            RunRequest request = wanted.more(agent.fork(fork));
            List<String> done = finished(into.journal().read(fork.runId(), 0));
            if (from == into) into.tests().copy(source, fork.runId(), done);
            work.keptIn(into, fork.runId());
            return run(agent, request, Deciding.NOBODY, work);
        }
    }

    /** The calls that were answered. */
    private static List<String> finished(List<Recorded> events) {
        return events.stream()
                .filter(ToolFinished.class::isInstance)
                .map(each -> ((ToolFinished) each).id().toString())
                .toList();
    }

    /** The limits that the options of a run's command have set. */
    static Limits limitsOf(List<Recorded> events) {
        return RunState.of(events).started().terms().limits();
    }

    private static List<Decision> decide(Deciding deciding, RunState state) {
        return state.awaiting().isEmpty() ? List.of() : deciding.about(state.awaiting());
    }

    private int run(Agent agent, RunRequest request, Deciding deciding, Work work) {
        Cancellation cancellation = Cancellation.create();
        try (CancelOnExit stopping = CancelOnExit.of(cancellation)) {
            RunResult result = agent.run(request.withCancellation(cancellation), output);
            while (result.isPaused()) {
                List<Decision> decisions = deciding.about(result.awaitingApproval());
                if (decisions.isEmpty()) break;
                RunRequest decided = RunRequest.resuming(result.runId()).deciding(decisions);
                result = agent.run(decided.withCancellation(cancellation), output);
            }
            Findings found = work.findings().apply(result);
            output.finish(result, found, work.foresight());
            return found.exitCode(result);
        }
    }

    private Agent agent(Assignment assignment, Work work, Limits limits, @Nullable Journal journal) {
        return new Wiring(model, assignment, work, limits, journal, null).agent();
    }
}
