package dev.spindle.restate;

import dev.restate.sdk.DurableFuture;
import dev.restate.sdk.WorkflowContext;
import dev.spindle.context.Cancellation;
import dev.spindle.context.RunContext;
import dev.spindle.context.Tag;
import dev.spindle.event.Input;
import dev.spindle.event.RunEvent;
import dev.spindle.event.RunEvent.At;
import dev.spindle.event.RunEvent.Recorded;
import dev.spindle.event.RunEvent.Resumed;
import dev.spindle.event.RunEvent.Started;
import dev.spindle.event.StopReason;
import dev.spindle.message.CallId;
import dev.spindle.run.Approval;
import dev.spindle.run.RunRequest.ChildRuns;
import dev.spindle.run.RunSetup;
import dev.spindle.run.StepRunner;
import dev.spindle.state.RunState;
import dev.spindle.state.Step;
import dev.spindle.tool.PendingCall;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/*
 * The engine calls the handler anew after every crash and every long wait, and gives it the values of the steps that have ended. So
 * whatever is decided outside of a step follows from those values, which are events, and from the order in which the engine tells of
 * them. What an attempt must know of itself is asked inside of a step: one that finds calls begun by an attempt before it, or time lost,
 * makes of that an event, Resumed, in place of what it was to do.
 */
/** Drives one run in one attempt of the engine. For the thread of its handler. */
final class DurableRun {
    private static final Duration UNNOTICED = Duration.ofSeconds(1);
    private static final Pattern POSITION = Pattern.compile("(\"at\":\\{\"position\":)\\d+");

    private final WorkflowContext engine;
    private final Worker worker;
    private final Steps steps;
    private final Inbox inbox;
    private final Shelf shelf;
    private final List<CallId> begun = new ArrayList<>();

    /** Runs that calls have waited for. */
    private final Map<CallId, Child> children = new LinkedHashMap<>();

    private RunState state;
    private Stage stage = Stage.NOT_BEGUN;
    private Stretch stretch;
    private Instant last = Instant.EPOCH;
    private boolean begunHere;
    private @Nullable Calls calls;
    private volatile boolean here;

    private DurableRun(WorkflowContext engine, Worker worker, Steps steps, Inbox inbox, Shelf shelf, RunState state) {
        this.engine = engine;
        this.worker = worker;
        this.steps = steps;
        this.shelf = shelf;
        this.inbox = inbox;
        this.state = state;
        this.stretch = new Stretch(worker, state.runId());
        inbox.onCancel(reason -> {
            stretch.cancellation.cancel(reason);
            if (calls != null) calls.cancel(reason);
        });
    }

    /**
     * Who works: what the agent is made of, who listens, how long is waited for those who do not come back, and the services
     * of the agents whose runs are their own.
     */
    record Worker(
            RunSetup setup,
            String name,
            Crew crew,
            Ears ears,
            Duration stoppedFor,
            IdentityHashMap<RunSetup, String> children) {}

    /** What performs the steps until the run comes to rest. */
    private static final class Stretch {
        private final Cancellation cancellation = Cancellation.create();
        private final RunSetup setup;
        private final Children children;
        private final StepRunner runner;

        private Stretch(Worker worker, String runId) {
            this.setup = worker.setup.driven();
            this.children = new Children(worker.children);
            Tag.Values tags = Tag.Values.NONE.with(ChildRuns.TAG, children);
            RunContext context = new RunContext(runId, cancellation, tags);
            this.runner = new StepRunner(setup, context, worker.ears.of(setup.name(), runId));
        }

        private Instant now() {
            return setup.stores().clock().instant();
        }
    }

    /**
     * Begins a run or goes on with it, until it is over.
     *
     * @param begin makes its first event, or gives all that it has already
     * @param check throws if the agent has become another since then, so that the engine tries again until a worker fits
     */
    static void drive(WorkflowContext engine, Worker worker, Supplier<List<Recorded>> begin, Consumer<Started> check) {
        Steps steps = new Steps(engine, worker.crew);
        Shelf shelf = new Shelf(engine);
        Inbox inbox = new Inbox(engine, shelf); // hears what was posted before there was a run
        DurableFuture<String> begun = steps.begin("begin", begin);
        inbox.await(List.of(begun));
        Steps.Made first = steps.end(begun);
        check.accept((Started) first.events().get(0));
        DurableRun run = new DurableRun(engine, worker, steps, inbox, shelf, RunState.of(first.events()));
        try {
            run.here = first.here();
            run.keep(0, first);
            run.loop();
        } finally {
            // What still runs here was begun by an attempt that is over: nobody waits for it any more.
            run.stretch.cancellation.cancel("the engine goes on with the run elsewhere");
        }
    }

    private void loop() {
        boolean goesOn = true;
        while (goesOn) {
            if (!begun.isEmpty()) endCalls();
            receive();
            Step step = state.next();
            RunState before = state;
            if (step instanceof Step.Stop stop) goesOn = rest(stop);
            else take(nameOf(step), () -> perform(before, step));
        }
    }

    /** Lets the engine make sure of a step, and goes on from what it made. */
    private void take(String name, Supplier<List<Recorded>> work) {
        DurableFuture<String> step = steps.begin(name, work);
        inbox.await(List.of(step));
        take(steps.end(step));
    }

    private void take(Steps.Made made) {
        long position = state.position();
        state = state.after(made.events());
        for (Recorded event : made.events()) if (event instanceof RunEvent.ToolStarted call) begun.add(call.id());
        begunHere = made.here();
        keep(position, made);
    }

    /** Where others can read it. */
    private void keep(long position, Steps.Made made) {
        if (made.events().isEmpty()) return;
        last = made.events().get(made.events().size() - 1).at().time();
        shelf.take(position, made.text(), last);
        if (made.here()) worker.ears.tell(made.events());
    }

    private void show(Stage next) {
        stage = next;
        engine.set(Stage.KEY, next.json());
    }

    private static String nameOf(Step step) {
        if (step instanceof Step.AskModel ask) return "ask " + ask.turn();
        if (step instanceof Step.Assess) return "assess";
        return step instanceof Step.Compact ? "compact" : "call";
    }

    private List<Recorded> perform(RunState before, Step step) {
        if (!here && Duration.between(last, stretch.now()).compareTo(UNNOTICED) > 0) return List.of(resumed(before));
        here = true;
        StepRunner runner = stretch.runner;
        if (step instanceof Step.AskModel) return withWhatFollows(before, runner.ask(before));
        if (step instanceof Step.Compact compact) return runner.compact(before, compact);
        List<Recorded> assessed = step instanceof Step.Assess assess ? runner.assess(before, assess) : List.of();
        return withStarts(before.after(assessed), assessed);
    }

    private Resumed resumed(RunState before) {
        here = true;
        return new Resumed(new At(before.position(), stretch.now()), worker.name, before.fence() + 1);
    }

    /** To read what the model wrote takes no time worth a step of its own; to ask somebody's rule about it may. */
    private List<Recorded> withWhatFollows(RunState before, List<Recorded> events) {
        RunState after = before.after(events);
        boolean soon = stretch.setup.rules().approval() == Approval.AS_DECLARED;
        if (!soon || stretch.cancellation.isCancelled() || !(after.next() instanceof Step.Assess assess)) return events;
        List<Recorded> assessed;
        try {
            assessed = stretch.runner.assess(after, assess);
        } catch (RuntimeException thrownAgain) {
            return events; // a reply is not lost with what somebody's registry throws, which the next step throws, too
        }
        List<Recorded> all = new ArrayList<>(events);
        all.addAll(assessed);
        return withStarts(after.after(assessed), all);
    }

    /** With what begins the calls that are due after these events. */
    private List<Recorded> withStarts(RunState after, List<Recorded> events) {
        if (stretch.cancellation.isCancelled() || !(after.next() instanceof Step.CallTools tools)) return events;
        List<Recorded> all = new ArrayList<>(events);
        int most = stretch.setup.rules().atOnce().inRun();
        for (CallId id : tools.calls().subList(0, Math.min(most, tools.calls().size()))) {
            String tool = after.find(id).orElseThrow().call().name();
            At at = new At(after.position() + all.size() - events.size(), stretch.now());
            all.add(new RunEvent.ToolStarted(at, id, tool));
        }
        return all;
    }

    /** A call that an attempt before this one began has been cut short, whatever it has done. */
    private void endCalls() {
        RunState before = state;
        boolean ours = begunHere;
        StepRunner runner = stretch.runner;
        Calls.Work work = new Calls.Work(
                stretch.children,
                id -> ours ? runner.finish(before, id) : resumed(before),
                id -> runner.answer(before, id));
        List<CallId> ids = List.copyOf(begun);
        begun.clear();
        calls = new Calls(engine, steps, inbox, work, children);
        calls.make(ids, made -> take(placed(made)));
    }

    /** Which place an event has is known when all that came before it is. */
    private Steps.Made placed(Steps.Made made) {
        long position = state.position();
        if (made.events().get(0).at().position() == position) return made;
        String text = POSITION.matcher(made.text()).replaceFirst("$1" + position);
        return new Steps.Made(text, Texts.read(text), made.here());
    }

    /** What came from outside becomes an event before anything is decided. */
    private void receive() {
        if (inbox.isEmpty()) return;
        List<Input> came = inbox.take();
        RunState before = state;
        take("receive", () -> received(before, List.of(), came));
        show(stage.works(inbox.taken()));
    }

    private List<Recorded> received(RunState before, List<Recorded> first, List<Input> came) {
        List<Recorded> events = new ArrayList<>(first);
        RunState after = before.after(first);
        for (Input input : came) {
            RunEvent.Received event = stretch.runner.receive(after, input, true);
            after = after.after(List.of(event));
            events.add(event);
        }
        return events;
    }

    /** Whether the run goes on after that, on what somebody posted, or because what waits has expired. */
    private boolean rest(Step.Stop stop) {
        RunState before = state;
        StepRunner runner = stretch.runner;
        take("stop", () -> List.of(runner.end(before, runner.remember(before, stop))));
        if (stop.reason() == StopReason.CANCELLED) cancelChildren(stop.detail());
        boolean isOver = state.isFinished() || inbox.isEndedByEngine();
        boolean waits = stop.reason() == StopReason.WAITING;
        comeToRest(isOver ? Stage.Word.OVER : waits ? Stage.Word.WAITS : Stage.Word.STOPPED);
        if (isOver) return false;
        boolean goesOn = inbox.awaitPost(waits ? untilOneExpires() : worker.stoppedFor()) || waits;
        if (goesOn) goOn();
        else {
            cancelChildren("the run that asked for it is over");
            comeToRest(Stage.Word.OVER);
        }
        return goesOn;
    }

    /** The runs of calls that wait for a person, who is not asked any more. */
    private void cancelChildren(String reason) {
        for (CallId id : children.keySet()) {
            boolean waits = state.find(id)
                    .filter(call -> !call.inside().waiting().isEmpty())
                    .isPresent();
            if (waits) Calls.post(engine, children.get(id), new Input.Cancelled(reason));
        }
    }

    /** Tells those who wait for the run that it has come to rest. */
    private void comeToRest(Stage.Word how) {
        shelf.put();
        show(stage.rests(inbox.taken(), how));
        engine.promiseHandle(Stage.rest(stage.rests())).resolve(stage.json());
    }

    /** How long that takes of calls that wait; null for ever. */
    private @Nullable Duration untilOneExpires() {
        return state.awaiting().stream()
                .map(PendingCall::expires)
                .filter(Objects::nonNull)
                .min(Instant::compareTo)
                .map(end -> Duration.between(last, end).plusMillis(1))
                .map(left -> left.isNegative() ? Duration.ZERO : left)
                .orElse(null);
    }

    private void goOn() {
        List<Input> came = inbox.take();
        inbox.goOn();
        stretch = new Stretch(worker, state.runId());
        RunState before = state;
        show(stage.works(inbox.taken()));
        take("go on", () -> received(before, List.of(resumed(before)), came));
    }
}
