package dev.spindle.run;

import dev.spindle.context.Cancellation;
import dev.spindle.context.Cancellation.CancelledException;
import dev.spindle.context.RunContext;
import dev.spindle.context.Tag;
import dev.spindle.event.CallAssessment;
import dev.spindle.event.Decision;
import dev.spindle.event.Input;
import dev.spindle.event.RunEvent;
import dev.spindle.event.RunEvent.AnswerAssessment;
import dev.spindle.event.RunEvent.AskFailed;
import dev.spindle.event.RunEvent.Assessed;
import dev.spindle.event.RunEvent.At;
import dev.spindle.event.RunEvent.Compacted;
import dev.spindle.event.RunEvent.Failure;
import dev.spindle.event.RunEvent.Received;
import dev.spindle.event.RunEvent.Recorded;
import dev.spindle.event.RunEvent.Replied;
import dev.spindle.event.StopReason;
import dev.spindle.message.CallId;
import dev.spindle.message.Spent;
import dev.spindle.model.Model;
import dev.spindle.model.Model.Deltas;
import dev.spindle.model.ModelCall;
import dev.spindle.model.ModelException;
import dev.spindle.model.ModelOptions;
import dev.spindle.model.ModelReply;
import dev.spindle.run.RunRequest.ChildTerms;
import dev.spindle.state.Fingerprint;
import dev.spindle.state.ReadResult;
import dev.spindle.state.RunState;
import dev.spindle.state.Step;
import dev.spindle.tool.AnswerForm;
import dev.spindle.tool.PendingCall;
import dev.spindle.tool.ToolInvocation;
import dev.spindle.tool.ToolResult;
import dev.spindle.tool.ToolSpec;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Performs the steps of one run, and never records: asks the model, makes room for it, assesses what it wrote, calls
 * one tool.
 *
 * <p>For one run and one driving thread; only {@link #call} may run on several threads at once.
 */
public final class StepRunner {
    private static final Logger log = LoggerFactory.getLogger(StepRunner.class);

    private final RunSetup setup;
    private final RunContext context;
    private final @Nullable RunListener listener;
    private final AtomicLong heard = new AtomicLong();
    private final Model model;
    private final Assessor assessor;
    private final Compactor compactor;
    private final ToolCaller caller;
    private final Fingerprint fingerprint;
    private final LeftToSpend leftToSpend = new LeftToSpend();

    /**
     * A runner for one run.
     *
     * @param listener hears what goes on live; null if nobody listens, so that the model need not stream
     */
    public StepRunner(RunSetup setup, RunContext context, @Nullable RunListener listener) {
        this(setup, new Fingerprint(), context, listener);
    }

    /**
     * Threads for those who perform steps of many runs: virtual where the JDK has them, else daemons, and always enough, so that runs that
     * wait for one another never wait for a thread.
     *
     * @param name of the daemons
     */
    public static Executor threads(String name) {
        return Workers.create(name);
    }

    StepRunner(RunSetup setup, Fingerprint fingerprint, RunContext context, @Nullable RunListener listener) {
        this.setup = setup;
        this.fingerprint = fingerprint;
        this.context = context;
        this.listener = listener;
        this.model = Intercepted.by(setup.rules().interceptors(), setup.brain().model());
        this.compactor = new Compactor(setup, context, leftToSpend);
        this.caller = new ToolCaller(setup.rules().interceptors());
        this.assessor = new Assessor(setup, fingerprint, context, caller);
    }

    /**
     * Takes what came from outside. A decision that does not count is refused in the event, with the reason, and changes nothing.
     *
     * @param posted whether it came through the journal's inbox
     */
    public Received receive(RunState state, Input input, boolean posted) {
        At at = at(state);
        if (!(input instanceof Input.Decided decided)) return new Received(at, input, posted);
        Optional<String> refusal = state.refusal(decided.decision(), at.time());
        if (refusal.isEmpty()) refusal = assessor.misfit(state, decided.decision());
        if (refusal.isPresent()) // the event says why, in words that may quote arguments, which are not for logs
        log.warn(
                    "run={} refuses a decision about call {}",
                    state.runId(),
                    decided.decision().path());
        return new Received(at, input, posted, refusal.map(Failures::refusal).orElse(null));
    }

    /** What the caller brings: all of it, or none if a decision is refused that was not merely delivered again. */
    List<Recorded> takeIn(RunState state, List<Input> brought) {
        RunState after = state;
        List<Recorded> events = new ArrayList<>();
        for (Input input : brought) {
            Received came = receive(after, input, false);
            String refusal = came.refusal();
            if (refusal != null && input instanceof Input.Decided decided && !after.wasTaken(decided.decision()))
                throw Driver.refused(after, decided.decision(), refusal);
            after = after.after(List.of(came));
            events.add(came);
        }
        return events;
    }

    /** Asks the model; a failure is an event, too. */
    public List<Recorded> ask(RunState state) {
        Duration left = state.timeLeft(setup.stores().clock().instant());
        try (Cancellation.Child child = context.cancellation().child();
                Alarm alarm = Alarm.after(left, child.cancellation(), "the run's time is up")) {
            @Nullable LiveEvents live = live(state);
            try {
                ModelCall call = question(state, live == null ? Deltas.IGNORED : live, child.cancellation());
                ModelReply reply = Interruptible.call(child.cancellation(), () -> model.call(call));
                return List.of(
                        Keepable.of(new Replied(at(state), reply, setup.brain().modelId(), fingerprint.of(call))));
            } catch (Throwable failed) {
                Fatal.rethrow(failed);
                Failure failure = failure(failed, live, child.cancellation(), alarm);
                return List.of(new AskFailed(at(state), Keepable.of(failure)));
            }
        }
    }

    /** Makes room in the conversation; what fails is in the event, too. */
    public List<Recorded> compact(RunState state, Step.Compact step) {
        try {
            return List.of(compactor.compact(state, step));
        } catch (Throwable failed) {
            Fatal.rethrow(failed);
            log.error("run={} could not make room in the conversation", state.runId(), Failures.loggable(failed));
            String why = "no room was made: " + Failures.describe(failed);
            return List.of(new Compacted(at(state), null, List.of(), Spent.NOTHING, why));
        }
    }

    private ModelCall question(RunState state, Deltas deltas, Cancellation cancellation) {
        RunEvent.Terms terms = state.started().terms();
        ModelOptions options =
                state.forcesToolChoice() ? terms.options() : terms.options().withoutForcedToolChoice();
        return new ModelCall(
                setup.brain().window().view(state.shown()),
                new Toolbox(setup.tools()).list(state),
                options,
                terms.output(),
                deltas,
                context.withTags(leftToSpend.addedToQuestion(context.tags(), state))
                        .withCancellation(cancellation));
    }

    private Failure failure(Throwable failed, @Nullable LiveEvents live, Cancellation cancellation, Alarm alarm) {
        String message = Failures.message(failed);
        ModelException.@Nullable Details details = failed instanceof ModelException known ? known.details() : null;
        String heard = live == null ? "" : live.textSoFar();
        String partial = details == null || details.partialText().isEmpty() ? heard : details.partialText();
        Spent spent = ModelException.spentOn(failed);
        if (alarm.rang()) return new Failure(Failure.EXPIRED, "the run's time is up", partial, spent);
        if (cancellation.isCancelled()) {
            return new Failure(Failure.CANCELLED, cancellation.reason().orElse(message), partial, spent);
        }
        if (details == null && !(failed instanceof CancelledException)) {
            log.warn(
                    "run={} model={} could not be asked: what it is made of threw",
                    context.runId(),
                    setup.brain().modelId(),
                    Failures.loggable(failed));
        }
        return new Failure(kind(failed), message, partial, spent);
    }

    private static String kind(Throwable failed) {
        return failed instanceof ModelException.OverBudget over
                ? over.kind()
                : failed.getClass().getSimpleName();
    }

    /**
     * Looks at what the model wrote before anything is done with it, and at calls that were cut short.
     *
     * @return empty if the run was cancelled before anything was found out
     */
    public List<Recorded> assess(RunState state, Step.Assess step) {
        if (step.calls().isEmpty()) {
            AnswerAssessment found = assessor.answer(state);
            return List.of(new Assessed(at(state), List.of(), found));
        }
        List<CallAssessment> found = assessor.calls(state, step.calls());
        return found.isEmpty() ? List.of() : List.of(new Assessed(at(state), found, null));
    }

    /**
     * Runs one tool call on this thread, interceptors around it. Never throws: whatever goes wrong becomes the answer.
     *
     * @param cancellation of this call alone
     */
    public CallEnd call(RunState state, CallId id, Cancellation cancellation) {
        ToolInvocation invocation =
                assessor.invocation(state, id, contextOf(state, id, cancellation), progress(state, id));
        return caller.call(invocation, assessor.handler(invocation));
    }

    /**
     * Runs one tool call for as long as it and the run may take, and returns how it ended, as an event that follows the state. Never
     * throws.
     */
    public Recorded finish(RunState state, CallId id) {
        TimeLimit limit = limit(state, id);
        List<CallEnd> ends = new ArrayList<>();
        if (limit.time() == null) ends.add(Batch.perform(own -> call(state, id, own), context.cancellation()));
        else callInTime(state, id, limit, ends);
        return end(state, at(state), id, ends.get(0));
    }

    /**
     * Makes a tool call again whose own work was done elsewhere meanwhile, however little time the run has left, and returns how it ended,
     * as an event that follows the state. Never throws.
     */
    public Recorded answer(RunState state, CallId id) {
        return end(state, at(state), id, Batch.perform(own -> call(state, id, own), context.cancellation()));
    }

    private void callInTime(RunState state, CallId id, TimeLimit limit, List<CallEnd> ends) {
        Batch batch = new Batch(
                context.cancellation(),
                calls -> calls.forEach(call -> ends.add(call.end())),
                (left, tool) -> abandoned(state, left, tool));
        batch.add(id, toolOf(state, id), limit, own -> call(state, id, own));
        while (!batch.isOver()) {
            try {
                batch.await();
            } catch (InterruptedException stopped) {
                context.cancellation().cancel("the thread that ran a call of the run was interrupted");
            }
        }
    }

    /** How long a call may take. */
    TimeLimit limit(RunState state, CallId id) {
        return TimeLimit.of(
                state, supervision(toolOf(state, id)), setup.stores().clock().instant());
    }

    private ToolSpec.@Nullable Supervision supervision(String tool) {
        try {
            return setup.tools()
                    .find(tool)
                    .map(found -> found.spec().supervision())
                    .orElse(null);
        } catch (Throwable registryIsAway) {
            Fatal.rethrow(registryIsAway);
            return null; // the call hears of it, too, and answers so
        }
    }

    /** How a call ended, as an event. */
    static Recorded end(RunState state, At at, CallId id, CallEnd end) {
        if (end instanceof CallEnd.Suspended suspended)
            return Keepable.of(new RunEvent.ToolSuspended(at, id, toolOf(state, id), suspended.waiting()));
        return new RunEvent.ToolFinished(at, id, toolOf(state, id), ((CallEnd.Answered) end).result());
    }

    /** The name by which a call of the open turn asks for its tool. */
    static String toolOf(RunState state, CallId id) {
        return state.find(id).orElseThrow().call().name();
    }

    /** Tells of a call that ignored its interruption. */
    void abandoned(RunState state, CallId id, String tool) {
        log.warn("run={} call={} tool={} ignores its interruption and was left behind", state.runId(), id, tool);
        LiveEvents live = live(state);
        if (live != null) live.abandoned(id, tool);
    }

    /**
     * Lets the conversation's memory keep what the run added, unless the run waits, whereupon it is not over.
     *
     * @return how the run stops: as it was to, or because the memory failed
     */
    public Step.Stop remember(RunState state, Step.Stop stop) {
        String conversation = state.started().opening().conversation();
        if (conversation.isEmpty() || stop.reason() == StopReason.WAITING) return stop;
        try {
            setup.stores().memory().remember(conversation, state.runId(), state.toRemember());
            return stop;
        } catch (Throwable failed) {
            Fatal.rethrow(failed);
            log.warn(
                    "run={} conversation={} could not be remembered",
                    state.runId(),
                    conversation,
                    Failures.loggable(failed));
            return new Step.Stop(StopReason.MEMORY_FAILED, "the memory failed: " + Failures.describe(failed));
        }
    }

    /** A stop as an event that follows the state. */
    public Recorded end(RunState state, Step.Stop stop) {
        if (stop.reason().isFinal()) return new RunEvent.Finished(at(state), stop.reason(), state.partialText());
        return new RunEvent.Stopped(at(state), stop.reason(), stop.detail());
    }

    private RunContext contextOf(RunState state, CallId id, Cancellation cancellation) {
        List<Decision> decisions = state.find(id).orElseThrow().inside().decisions();
        Duration left = state.timeLeft(setup.stores().clock().instant());
        Tag.Values tags = leftToSpend
                .addedTo(context.tags(), state)
                .without(AnswerForm.TAG)
                .without(Driver.HandOver.TAG)
                .with(ChildTerms.TAG, ChildTerms.of(state, decisions, left, watcher(state, id)))
                .with(ReadResult.SHORTENED, state.shortened());
        return new RunContext(context.runId(), cancellation, tags);
    }

    private @Nullable RunListener watcher(RunState state, CallId id) {
        LiveEvents live = live(state);
        return live == null ? null : event -> live.child(id, event);
    }

    private Consumer<String> progress(RunState state, CallId id) {
        LiveEvents live = live(state);
        return live == null ? text -> {} : text -> live.progressed(id, text);
    }

    /** What is heard from now on until the next event is recorded; null if nobody listens. */
    @Nullable
    LiveEvents live(RunState state) {
        return listener == null ? null : new LiveEvents(listener, state.position(), heard);
    }

    private At at(RunState state) {
        return new At(state.position(), setup.stores().clock().instant());
    }

    /** How one run of a tool ended. */
    public sealed interface CallEnd permits CallEnd.Answered, CallEnd.Suspended {
        /** With its answer. */
        record Answered(ToolResult result) implements CallEnd {}

        /** Without one yet: calls inside it, made by an agent of its own, wait for a person. */
        record Suspended(List<PendingCall> waiting) implements CallEnd {
            /** Copies the calls. */
            public Suspended {
                waiting = List.copyOf(waiting);
            }
        }
    }
}
