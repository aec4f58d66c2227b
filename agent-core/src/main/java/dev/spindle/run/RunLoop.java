package dev.spindle.run;

import dev.spindle.context.Cancellation;
import dev.spindle.context.RunContext;
import dev.spindle.event.Decision;
import dev.spindle.event.Input;
import dev.spindle.event.RunEvent;
import dev.spindle.event.RunEvent.At;
import dev.spindle.event.RunEvent.Recorded;
import dev.spindle.event.StopReason;
import dev.spindle.message.CallId;
import dev.spindle.state.Fingerprint;
import dev.spindle.state.RunState;
import dev.spindle.state.Step;
import dev.spindle.tool.ToolSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Drives one run: the only loop in the project. */
final class RunLoop {
    private static final Logger log = LoggerFactory.getLogger(RunLoop.class);

    private final RunSetup setup;
    private final RunContext context;
    private final @Nullable RunListener listener;
    private final StepRunner runner;
    private final List<Recorded> noted = new ArrayList<>();
    private RunState state;
    private boolean interrupted;

    RunLoop(
            RunSetup setup,
            Fingerprint fingerprint,
            RunContext context,
            @Nullable RunListener listener,
            RunState state) {
        this.setup = setup;
        this.context = context;
        this.listener = listener;
        this.runner = new StepRunner(setup, fingerprint, context, listener);
        this.state = state;
    }

    RunResult run(List<Input> fromOutside) {
        try {
            takeIn(fromOutside);
            while (true) {
                receive();
                Step step = state.next();
                if (step instanceof Step.AskModel) ask();
                else if (step instanceof Step.Compact compact) compact(compact);
                else if (step instanceof Step.Assess assess) assess(assess);
                else if (step instanceof Step.CallTools calls) callTools(calls);
                else if (!noted.isEmpty()) write(); // whoever hears of the end may have something to say first
                else return stop((Step.Stop) step);
            }
        } catch (RuntimeException | Error thrown) {
            writeDespite(thrown);
            throw thrown;
        } finally {
            if (interrupted) Thread.currentThread().interrupt();
        }
    }

    private void record(List<? extends Recorded> events) {
        note(events);
        write();
    }

    private void record(Function<At, Recorded> event) {
        record(List.of(event.apply(at(0))));
    }

    /** What is noted is written together with what follows from it, before anything outside is touched. */
    private void note(List<? extends Recorded> events) {
        state = state.after(events);
        noted.addAll(events);
    }

    private void write() {
        if (noted.isEmpty()) return;
        List<Recorded> events = List.copyOf(noted);
        noted.clear();
        setup.stores().journal().append(state.runId(), state.position() - events.size(), events);
        if (listener != null) events.forEach(listener::on);
    }

    /** A reply was paid for, whatever somebody's registry or rule throws. */
    private void writeDespite(Throwable thrown) {
        try {
            write();
        } catch (RuntimeException failed) {
            thrown.addSuppressed(failed);
        }
    }

    private At at(int offset) {
        return new At(state.position() + offset, setup.stores().clock().instant());
    }

    /** What the caller brings: all of it, or none if a decision is refused that was not merely delivered again. */
    private void takeIn(List<Input> brought) {
        RunState after = state;
        List<Recorded> events = new ArrayList<>();
        for (Input input : brought) {
            RunEvent.Received came = runner.receive(after, input, false);
            if (came.refusal() != null) checkTaken(after, (Input.Decided) input, came.refusal());
            after = after.after(List.of(came));
            events.add(came);
        }
        record(events);
    }

    private static void checkTaken(RunState state, Input.Decided decided, String refusal) {
        Decision decision = decided.decision();
        if (!state.wasTaken(decision)) throw Driver.refused(state, decision, refusal);
        log.info("run={} has got a decision again about call {}: {}", state.runId(), decision.path(), refusal);
    }

    /** What came from outside becomes an event before anything is decided. */
    private void receive() {
        for (Input posted : setup.stores().journal().inbox(state.runId(), state.received())) {
            RunEvent.Received came = runner.receive(state, posted, true);
            if (posted instanceof Input.Decided decided && came.refusal() != null)
                warn(decided.decision(), came.refusal());
            record(List.of(came));
        }
        if (Thread.interrupted()) cancelAsInterrupted();
        Optional<String> reason = context.cancellation().reason();
        if (reason.isPresent() && !state.isCancelled() && !state.isFinished()) {
            record(at -> new RunEvent.Received(at, new Input.Cancelled(reason.get()), false));
        }
    }

    private void warn(Decision decision, String refusal) {
        log.warn("run={} refuses a decision about call {}: {}", state.runId(), decision.path(), refusal);
    }

    private void cancelAsInterrupted() {
        interrupted = true;
        context.cancellation().cancel("the thread that drove the run was interrupted");
    }

    private void ask() {
        write();
        note(runner.ask(state));
    }

    private void compact(Step.Compact step) {
        write();
        record(runner.compact(state, step));
    }

    /** To read what the model wrote takes no time worth an append of its own; to ask somebody's rule about it may. */
    private void assess(Step.Assess step) {
        if (setup.rules().approval() != Approval.AS_DECLARED) write();
        note(runner.assess(state, step));
        boolean goesOn = !context.cancellation().isCancelled();
        if (goesOn && state.next() instanceof Step.CallTools calls) callTools(calls);
    }

    private void callTools(Step.CallTools step) {
        RunState assessed = state;
        List<Recorded> started = new ArrayList<>();
        for (CallId id : step.calls()) started.add(new RunEvent.ToolStarted(at(started.size()), id, toolOf(id)));
        record(started);
        CallId first = step.calls().get(0);
        boolean nobodyWaits = step.calls().size() == 1 && limit(first).time() == null;
        if (nobodyWaits) callHere(assessed, first);
        else callTogether(assessed, step.calls());
    }

    private void callHere(RunState before, CallId id) {
        Cancellation cancellation = context.cancellation();
        CallEnd end = Batch.perform(own -> runner.call(before, id, own), cancellation);
        ended(List.of(new Batch.Ended(id, end)));
    }

    private void callTogether(RunState before, List<CallId> calls) {
        Batch batch = new Batch(context.cancellation(), this::ended, this::abandoned);
        for (CallId id : calls) batch.add(id, toolOf(id), limit(id), own -> runner.call(before, id, own));
        while (!batch.isOver()) {
            try {
                batch.await();
            } catch (InterruptedException stopped) {
                cancelAsInterrupted();
            }
        }
    }

    private void ended(List<Batch.Ended> calls) {
        List<Recorded> events = new ArrayList<>();
        for (Batch.Ended call : calls) events.add(end(at(events.size()), call.id(), call.end()));
        record(events);
    }

    private Recorded end(At at, CallId id, CallEnd end) {
        if (end instanceof CallEnd.Suspended suspended)
            return new RunEvent.ToolSuspended(at, id, toolOf(id), suspended.waiting());
        return new RunEvent.ToolFinished(at, id, toolOf(id), ((CallEnd.Answered) end).result());
    }

    private void abandoned(CallId id, String tool) {
        log.warn("run={} call={} tool={} ignores its interruption and was left behind", state.runId(), id, tool);
        LiveEvents live = runner.live(state);
        if (live != null) live.abandoned(id, tool);
    }

    private String toolOf(CallId id) {
        return state.find(id).orElseThrow().call().name();
    }

    private TimeLimit limit(CallId id) {
        ToolSpec.@Nullable Supervision supervision = setup.tools()
                .find(toolOf(id))
                .map(tool -> tool.spec().supervision())
                .orElse(null);
        return TimeLimit.of(state, supervision, setup.stores().clock().instant());
    }

    private RunResult stop(Step.Stop stop) {
        if (state.isFinished()) return RunResult.of(state, stop);
        Step.Stop end = stop.reason() == StopReason.WAITING ? stop : remember(stop);
        if (end.reason().isFinal()) record(at -> new RunEvent.Finished(at, end.reason(), state.partialText()));
        else record(at -> new RunEvent.Stopped(at, end.reason(), end.detail()));
        return RunResult.of(state, end);
    }

    private Step.Stop remember(Step.Stop stop) {
        String conversation = state.started().opening().conversation();
        if (conversation.isEmpty()) return stop;
        try {
            setup.stores().memory().remember(conversation, state.runId(), state.ownMessages());
            return stop;
        } catch (RuntimeException failed) {
            log.warn("run={} conversation={} could not be remembered", state.runId(), conversation, failed);
            return new Step.Stop(StopReason.MEMORY_FAILED, "the memory failed: " + Failures.describe(failed));
        }
    }
}
