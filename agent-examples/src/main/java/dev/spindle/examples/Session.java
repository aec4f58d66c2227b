package dev.spindle.examples;

import dev.spindle.Agent;
import dev.spindle.context.Cancellation;
import dev.spindle.model.Model;
import dev.spindle.run.Decision;
import dev.spindle.run.FileJournal;
import dev.spindle.run.RunEvent.Recorded;
import dev.spindle.run.RunRequest;
import dev.spindle.run.RunResult;
import dev.spindle.run.RunState;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One run of a command: from its options to what it prints and exits with. */
record Session(RunOptions options, Output output, Model model, Surroundings surroundings) {
    /**
     * A session with these options.
     *
     * @throws UsageException if they do not go together, so that this is heard before any work is done
     */
    static Session open(RunOptions options, boolean json, Surroundings surroundings) {
        options.limits();
        Output output = json ? new JsonOutput(surroundings.out()) : new TextOutput(surroundings, options.journal);
        return new Session(options, output, ModelChoice.of(options, surroundings), surroundings);
    }

    /** Begins a run, prints it, and returns the exit code. */
    int begin(Assignment assignment, String question) {
        RunRequest request = RunRequest.of(question);
        try (Work work = assignment.job().open(surroundings);
                FileJournal journal = options.openJournal()) {
            if (options.journal != null) assignment.keep(options.journal, request.runId());
            return run(agent(assignment, work, journal), request, Deciding.NOBODY, work);
        }
    }

    /** Goes on with a run of a journal, prints it, and returns the exit code. */
    int goOn(String runId, Path folder, Choices choices, Deciding deciding) {
        Assignment assignment = Assignment.kept(folder, runId);
        try (FileJournal journal = FileJournal.in(folder)) {
            List<Recorded> events = journal.read(runId, 0);
            if (events.isEmpty()) {
                throw new UsageException(
                        "the journal " + folder + " has no record of run '" + runId + "'; it never began");
            }
            RunState state = RunState.of(events);
            List<Decision> decisions = choices.about(state);
            if (decisions.isEmpty() && !state.isFinished()) decisions = decide(deciding, state);
            RunRequest request = RunRequest.resuming(runId).deciding(decisions);
            if (options.limited()) request = request.withLimits(options.limits());
            try (Work work = assignment.job().open(surroundings)) {
                return run(agent(assignment, work, journal), request, deciding, work);
            }
        }
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
            output.finish(result, found);
            return found.exitCode(result);
        }
    }

    private Agent agent(Assignment assignment, Work work, @Nullable FileJournal journal) {
        return new Wiring(model, assignment, work, options.limits(), journal, null).agent();
    }
}
