package dev.spindle.run;

import dev.spindle.context.Cancellation;
import dev.spindle.event.RunEvent;
import dev.spindle.event.RunEvent.Recorded;
import dev.spindle.message.CallId;
import dev.spindle.state.RunState;
import dev.spindle.state.Step;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Semaphore;

/*
 * A call begins with ToolStarted, written before anything is done; one that waits for a place has none, so that nothing of it is in doubt
 * after a crash. The places of an agent are shared by its runs. A run that has none still runs one call at a time, or runs that call
 * runs of the same agent would wait for one another for ever.
 */
/** Runs the tool calls of one run, no more at once than the run and its agent allow. For the driving thread. */
final class CallRunner {
    private final RunSetup setup;
    private final StepRunner runner;
    private final Cancellation cancellation;
    private final Runnable onInterrupt;
    private final Semaphore places;
    private final Recorder recorder;
    private final Set<CallId> placed = new HashSet<>();
    private int running;

    /**
     * A runner of a run's calls.
     *
     * @param places of the agent
     * @param onInterrupt is told that the driving thread was interrupted, and cancels the run
     */
    CallRunner(
            RunSetup setup,
            StepRunner runner,
            Cancellation cancellation,
            Runnable onInterrupt,
            Semaphore places,
            Recorder recorder) {
        this.setup = setup;
        this.runner = runner;
        this.cancellation = cancellation;
        this.onInterrupt = onInterrupt;
        this.places = places;
        this.recorder = recorder;
    }

    /** Returns when all that were begun have ended, or were left behind. */
    void run(Step.CallTools step) {
        RunState before = recorder.state();
        List<CallId> begun = begin(step.calls());
        try {
            if (step.calls().size() == 1) callAlone(before, begun.get(0));
            else callTogether(before, begun);
        } finally {
            leaveAll();
        }
    }

    private void callAlone(RunState before, CallId id) {
        TimeLimit limit = limit(id);
        if (limit.time() != null) {
            Batch batch = new Batch(cancellation, this::ended, this::abandoned);
            batch.add(id, toolOf(id), limit, own -> runner.call(before, id, own));
            await(batch);
            return;
        }
        StepRunner.CallEnd end = Batch.perform(own -> runner.call(before, id, own), cancellation);
        ended(List.of(new Batch.Ended(id, end)));
    }

    private void callTogether(RunState before, List<CallId> begun) {
        Batch[] batch = new Batch[1];
        batch[0] = new Batch(
                cancellation,
                calls -> {
                    ended(calls);
                    beginMore(batch[0]);
                },
                this::abandoned);
        add(batch[0], before, begun);
        await(batch[0]);
    }

    private void await(Batch batch) {
        while (!batch.isOver()) {
            try {
                batch.await();
            } catch (InterruptedException stopped) {
                onInterrupt.run();
            }
        }
    }

    private void add(Batch batch, RunState before, List<CallId> begun) {
        for (CallId id : begun) batch.add(id, toolOf(id), limit(id), own -> runner.call(before, id, own));
    }

    /** While others still run; when none does, the loop goes on, and looks into the inbox first. */
    private void beginMore(Batch batch) {
        if (running == 0 || cancellation.isCancelled()) return;
        RunState before = recorder.state();
        if (before.next() instanceof Step.CallTools more) add(batch, before, begin(more.calls()));
    }

    /** As many as find a place, and one at least if none runs. */
    private List<CallId> begin(List<CallId> ready) {
        int most = setup.rules().atOnce().inRun() - running;
        List<CallId> begun = new ArrayList<>(ready.size());
        for (CallId id : ready) {
            if (begun.size() >= most) break;
            if (places.tryAcquire()) placed.add(id);
            else if (running + begun.size() > 0) break;
            begun.add(id);
        }
        List<Recorded> started = new ArrayList<>(begun.size());
        for (CallId id : begun) started.add(new RunEvent.ToolStarted(recorder.at(started.size()), id, toolOf(id)));
        running += begun.size();
        if (!started.isEmpty()) recorder.record(started);
        return begun;
    }

    private void ended(List<Batch.Ended> calls) {
        List<Recorded> events = new ArrayList<>(calls.size());
        for (Batch.Ended call : calls) {
            events.add(StepRunner.end(recorder.state(), recorder.at(events.size()), call.id(), call.end()));
            running--;
            if (placed.remove(call.id())) places.release();
        }
        recorder.record(events);
    }

    private void leaveAll() {
        places.release(placed.size());
        placed.clear();
        running = 0;
    }

    private void abandoned(CallId id, String tool) {
        runner.abandoned(recorder.state(), id, tool);
    }

    private String toolOf(CallId id) {
        return StepRunner.toolOf(recorder.state(), id);
    }

    private TimeLimit limit(CallId id) {
        return runner.limit(recorder.state(), id);
    }
}
