package dev.spindle.run;

import dev.spindle.context.RunContext;
import dev.spindle.event.Input;
import dev.spindle.event.RunEvent;
import dev.spindle.event.RunEvent.At;
import dev.spindle.event.RunEvent.Recorded;
import dev.spindle.state.Fingerprint;
import dev.spindle.state.RunState;
import dev.spindle.state.Step;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Drives one run: the only loop in the project. */
final class RunLoop implements Recorder {
    private final RunSetup setup;
    private final RunContext context;
    private final @Nullable RunListener listener;
    private final StepRunner runner;
    private final CallRunner calls;
    private final List<Recorded> noted = new ArrayList<>();
    private volatile RunState state; // looked at by others, changed by the driving thread alone
    private final Driver.@Nullable HandOver handOver;
    private boolean interrupted;

    RunLoop(
            RunSetup setup,
            Fingerprint fingerprint,
            RunContext context,
            @Nullable RunListener listener,
            Semaphore places,
            RunState state) {
        this.setup = setup;
        this.context = context;
        this.listener = listener;
        this.runner = new StepRunner(setup, fingerprint, context, listener);
        this.calls = new CallRunner(setup, runner, context.cancellation(), this::cancelAsInterrupted, places, this);
        this.state = state;
        this.handOver = context.tags().find(Driver.HandOver.TAG).orElse(null);
    }

    RunResult run(List<Input> fromOutside) {
        try {
            record(runner.takeIn(state, fromOutside));
            while (true) {
                receive();
                Step step = state.next();
                if (isLeaving() && !(step instanceof Step.Stop)) throw new Driver.HandOver.LeftException(state.runId());
                if (step instanceof Step.AskModel) ask();
                else if (step instanceof Step.Compact compact) compact(compact);
                else if (step instanceof Step.Assess assess) assess(assess);
                else if (step instanceof Step.CallTools tools) calls.run(tools);
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

    @Override
    public RunState state() {
        return state;
    }

    /** How much of the inbox was taken. */
    long received() {
        return state.received();
    }

    @Override
    public void record(List<? extends Recorded> events) {
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

    @Override
    public At at(int offset) {
        return new At(state.position() + offset, setup.stores().clock().instant());
    }

    /** What came from outside becomes an event before anything is decided. */
    private void receive() {
        for (Input posted : setup.stores().journal().inbox(state.runId(), state.received())) {
            RunEvent.Received came = runner.receive(state, posted, true);
            record(List.of(came));
        }
        if (Thread.interrupted()) cancelAsInterrupted();
        Optional<String> reason = context.cancellation().reason();
        if (reason.isPresent() && !state.isCancelled() && !state.isFinished()) {
            record(at -> new RunEvent.Received(at, new Input.Cancelled(reason.get()), false));
        }
    }

    private boolean isLeaving() {
        return handOver != null && handOver.isAsked();
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
        boolean goesOn = !context.cancellation().isCancelled() && !isLeaving();
        if (goesOn && state.next() instanceof Step.CallTools tools) calls.run(tools);
    }

    private RunResult stop(Step.Stop stop) {
        if (state.isFinished()) return RunResult.of(state, stop);
        Step.Stop end = runner.remember(state, stop);
        record(List.of(runner.end(state, end)));
        return RunResult.of(state, end);
    }
}
