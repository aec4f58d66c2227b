package dev.spindle.run;

import dev.spindle.context.AgentException;
import dev.spindle.context.Cancellation;
import dev.spindle.context.RunContext;
import dev.spindle.context.Tag;
import dev.spindle.event.Decision;
import dev.spindle.event.Input;
import dev.spindle.event.Limits;
import dev.spindle.event.RunEvent;
import dev.spindle.event.RunEvent.About;
import dev.spindle.event.RunEvent.At;
import dev.spindle.event.RunEvent.Recorded;
import dev.spindle.event.RunEvent.Started;
import dev.spindle.event.StopReason;
import dev.spindle.journal.Journal;
import dev.spindle.journal.JournalException;
import dev.spindle.message.Message;
import dev.spindle.message.Transcript;
import dev.spindle.message.UserMessage;
import dev.spindle.model.ModelCall.OutputSchema;
import dev.spindle.state.Fingerprint;
import dev.spindle.state.RunState;
import dev.spindle.state.Step;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Begins runs and goes on with them: reads the journal, folds it, takes the wheel, and lets the loop run. Thread-safe. */
public final class Driver {
    private static final Logger log = LoggerFactory.getLogger(Driver.class);

    private final RunSetup setup;
    private final Fingerprint fingerprint = new Fingerprint();
    private final String name = ProcessHandle.current().pid() + "-" + UUID.randomUUID();
    private final InboxWatch inboxes;
    private final Semaphore places;
    private final AtomicLong drives = new AtomicLong();
    private volatile Transcript head = Transcript.EMPTY;

    /** A driver of runs with this setup. */
    public Driver(RunSetup setup) {
        this.setup = setup;
        this.inboxes = new InboxWatch(setup.stores().journal());
        this.places = new Semaphore(setup.rules().atOnce().inAgent());
    }

    /**
     * Runs on the caller's thread until the run answers, stops or waits.
     *
     * @param listener watches; null for nobody
     * @throws Journal.ConflictException if somebody else drives the run, or its id belongs to another question
     * @throws JournalException if the journal cannot be read or written
     * @throws AgentException if the run to go on with is not known, or a decision does not fit it
     */
    public RunResult run(RunRequest request, @Nullable RunListener listener) {
        return drive(withinItsCaller(request), listener == null ? null : new SafeListener(listener));
    }

    /** A step of another run may not go further than that has left. */
    private RunRequest withinItsCaller(RunRequest request) {
        Limits own = request.overrides().limits();
        Limits wanted = own == null ? setup.rules().limits() : own;
        return request.caller()
                .tags()
                .find(RunRequest.ChildTerms.TAG)
                .map(terms -> request.withLimits(terms.within(wanted)))
                .orElse(request);
    }

    private RunResult drive(RunRequest request, @Nullable RunListener safe) {
        List<Recorded> known = setup.stores().journal().read(request.runId(), 0);
        if (!known.isEmpty()) return goOn(request, RunState.of(known), safe);
        if (request.input() == null) {
            throw new AgentException("No run '" + request.runId()
                    + "' is in the journal; check the id, and that the journal is the one the run began with");
        }
        return begin(request, request.input(), safe);
    }

    /**
     * The first event of a new run, which is not recorded: for those who drive runs by something else.
     *
     * @throws AgentException if the request has no question, or the memory cannot be asked
     */
    public Started begin(RunRequest request) {
        UserMessage input = request.input();
        if (input == null) throw new AgentException("The request for run '" + request.runId() + "' has no question");
        return started(request, input, history(request));
    }

    private RunResult begin(RunRequest request, UserMessage input, @Nullable RunListener listener) {
        List<Message> history;
        Started started;
        try {
            history = history(request);
        } catch (Throwable failed) {
            return notBegun(request, input, StopReason.MEMORY_FAILED, failed);
        }
        try {
            started = started(request, input, history);
        } catch (Throwable failed) {
            return notBegun(request, input, StopReason.MODEL_FAILED, failed);
        }
        RunState begun = RunState.begun(started, head(started.opening().instructions()));
        return drive(request, begun, started, listener);
    }

    /** Nothing is recorded of it, so that the same request begins it later. */
    private RunResult notBegun(RunRequest request, UserMessage input, StopReason reason, Throwable failed) {
        Fatal.rethrow(failed);
        log.warn("run={} could not begin", request.runId(), Failures.loggable(failed));
        RunEvent.Opening opening = new RunEvent.Opening(request.conversation(), "", List.of(), input, null);
        RunEvent.Terms terms = new RunEvent.Terms(
                setup.brain().modelId(),
                setup.brain().options(),
                setup.rules().limits(),
                List.of(),
                setup.output(request.overrides()),
                null);
        Started unrecorded = new Started(new At(0, now()), request.runId(), newOwner(), opening, terms, null);
        String detail = "the run could not begin, and nothing is kept of it: " + Failures.describe(failed);
        return RunResult.of(RunState.of(List.of(unrecorded)), new Step.Stop(reason, detail));
    }

    /** Mostly the agent's own instructions, which are so encoded once and not for each run. */
    private Transcript head(String instructions) {
        Transcript known = head;
        boolean same = known.size() > 0 && known.message(0).text().equals(instructions);
        if (!same) {
            known = RunState.head(instructions).shared();
            head = known;
        }
        return known;
    }

    private Started started(RunRequest request, UserMessage input, List<Message> history) {
        RunRequest.Overrides overrides = request.overrides();
        RunEvent.Opening opening = new RunEvent.Opening(
                request.conversation(), setup.instructions(overrides), history, input, RunSetup.asked(overrides));
        return new Started(
                new At(0, now()),
                request.runId(),
                newOwner(),
                opening,
                setup.terms(overrides, opening),
                null,
                about(request.about()));
    }

    /** A child has its parent's labels, but its own name. */
    private About about(About asked) {
        Map<String, String> labels = new TreeMap<>(asked.labels());
        labels.remove(About.AGENT);
        if (!setup.name().isEmpty()) labels.put(About.AGENT, setup.name());
        return new About(labels, asked.tainted());
    }

    private List<Message> history(RunRequest request) {
        Transcript given = Transcript.repaired(request.overrides().history());
        if (request.conversation().isEmpty()) return given.messages();
        return given.concat(setup.stores().memory().recall(request.conversation()))
                .messages();
    }

    private RunResult goOn(RunRequest request, RunState state, @Nullable RunListener listener) {
        Started started = state.started();
        checkQuestion(request, started);
        if (state.isFinished()) return over(request, state);
        checkAnswer(request, started);
        Recorded resumed = new RunEvent.Resumed(new At(state.position(), now()), newOwner(), state.fence() + 1);
        return drive(request, state.after(List.of(resumed)), resumed, listener);
    }

    private static void checkQuestion(RunRequest request, Started started) {
        if (request.input() != null && !request.input().equals(started.opening().input())) {
            throw new Journal.ConflictException("Run '" + request.runId()
                    + "' was begun with another question; choose another run id, or resume it without a question");
        }
    }

    /**
     * Looks whether a run that something else drives can go on with this agent.
     *
     * @throws AgentException if the agent answers now with a type of the same name that is another
     */
    public void check(Started recorded) {
        checkAnswer(RunRequest.resuming(recorded.runId()), recorded);
    }

    /** An answer is held to what the run was begun with, not to a type that has changed meanwhile. */
    private void checkAnswer(RunRequest request, Started started) {
        OutputSchema recorded = started.terms().output();
        OutputSchema told = request.overrides().output();
        RunSetup.Answer own = setup.brain().answer();
        boolean changed = told != null ? !told.equals(recorded) : own != null && own.hasChangedSince(recorded);
        if (!changed) return;
        OutputSchema now = setup.output(request.overrides());
        throw new AgentException("Run '" + request.runId() + "' was begun to answer with " + words(recorded)
                + ", and is to go on with " + words(now) + ". Go on with the type as it was, or with its schema alone: "
                + "RunRequest.resuming(id).returning(started.terms().output()), where started is the run's first event;"
                + " or begin a new run");
    }

    private static String words(@Nullable OutputSchema output) {
        if (output == null) return "free text";
        return "'" + output.name() + "' of schema "
                + Fingerprint.of(output.schema()).substring(0, 12);
    }

    /** What a request brings besides its question; a new run has its limits in its terms already. */
    private static List<Input> fromOutside(RunRequest request, Recorded first) {
        Limits limits = request.overrides().limits();
        if (limits == null || first instanceof Started) return request.inputs();
        List<Input> inputs = new ArrayList<>();
        inputs.add(new Input.Relimited(limits));
        inputs.addAll(request.inputs());
        return inputs;
    }

    /** A run that is over takes no decision; one that it has taken may be delivered again. */
    private RunResult over(RunRequest request, RunState state) {
        for (Input input : request.inputs()) {
            if (!(input instanceof Input.Decided decided) || state.wasTaken(decided.decision())) continue;
            throw refused(
                    state,
                    decided.decision(),
                    state.refusal(decided.decision(), now()).orElse("the run is over"));
        }
        return RunResult.of(state, (Step.Stop) state.next());
    }

    static AgentException refused(RunState state, Decision decision, String why) {
        return new AgentException("The decision about call " + decision.path() + " of run '" + state.runId()
                + "' was refused, and changes nothing: " + why);
    }

    /** The first append makes this the driver, or fails before anything is called. */
    private RunResult drive(RunRequest request, RunState state, Recorded first, @Nullable RunListener listener) {
        Journal journal = setup.stores().journal();
        journal.append(request.runId(), first.at().position(), List.of(first));
        boolean stopped = false;
        try (Cancellation.Child own = request.caller().cancellation().child()) {
            if (listener != null) listener.on(first);
            RunContext context = new RunContext(
                    request.runId(), own.cancellation(), request.caller().tags());
            RunLoop loop = new RunLoop(setup.driven(), fingerprint, context, listener, places, state);
            RunResult result = watched(loop, own.cancellation(), request, fromOutside(request, first));
            stopped = true;
            return result;
        } finally {
            if (!stopped) journal.release(request.runId());
        }
    }

    private RunResult watched(RunLoop loop, Cancellation cancellation, RunRequest request, List<Input> fromOutside) {
        try (InboxWatch.Watched watched = inboxes.watch(request.runId(), loop::received, cancellation)) {
            return loop.run(fromOutside);
        }
    }

    /**
     * Records a run and drives it not: whoever goes on with it, does. A known run is left as it is.
     *
     * @throws Journal.ConflictException if its id belongs to another question
     * @throws AgentException if there is no question
     */
    public void leave(RunRequest request) {
        Journal journal = setup.stores().journal();
        UserMessage input = request.input();
        List<Recorded> known = journal.read(request.runId(), 0);
        if (!known.isEmpty()) {
            checkQuestion(request, (Started) known.get(0));
        } else if (input == null) {
            throw new AgentException("The request has no question; begin a run by RunRequest.of(question)");
        } else {
            journal.append(request.runId(), 0, List.of(started(request, input, history(request))));
            try {
                request.inputs().forEach(more -> journal.post(request.runId(), more));
            } finally {
                journal.release(request.runId());
            }
        }
    }

    private Instant now() {
        return setup.stores().clock().instant();
    }

    private String newOwner() {
        return name + "-" + drives.incrementAndGet();
    }

    /** Asks drivers to leave their runs between two steps, so that others go on with them at once. Thread-safe. */
    public static final class HandOver {
        /** Under this tag a caller gives it to a run, whose tools do not see it. */
        public static final Tag<HandOver> TAG = Tag.named("hand over");

        private volatile boolean asked;

        /** Asks; what a run is at, a reply or calls of tools, comes to its end first. */
        public void ask() {
            asked = true;
        }

        /** Whether it was asked for. */
        public boolean isAsked() {
            return asked;
        }

        /** Thrown by a run that was left, and has no result yet. */
        public static final class LeftException extends AgentException {
            private static final long serialVersionUID = 1L;

            LeftException(String runId) {
                super("Run '" + runId + "' was left between two steps, as was asked; resume it to go on");
            }
        }
    }
}
