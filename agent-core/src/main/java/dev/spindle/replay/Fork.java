package dev.spindle.replay;

import dev.spindle.context.AgentException;
import dev.spindle.event.Decision;
import dev.spindle.event.Input;
import dev.spindle.event.RunEvent;
import dev.spindle.event.RunEvent.Asked;
import dev.spindle.event.RunEvent.Opening;
import dev.spindle.event.RunEvent.Origin;
import dev.spindle.event.RunEvent.Recorded;
import dev.spindle.event.RunEvent.Replied;
import dev.spindle.event.RunEvent.Started;
import dev.spindle.message.CallId;
import dev.spindle.message.UserMessage;
import dev.spindle.run.RunSetup;
import dev.spindle.state.CallState;
import dev.spindle.state.CallState.Phase;
import dev.spindle.state.RunState;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A run that goes on otherwise from a step of another: a copy of its first events, and from there on its own.
 *
 * <p>The agent that goes on brings its own model, instructions, options, limits, tools and rules; the form of the answer and what the
 * request of the first run brought itself stay. What was done before the fork is not done again, and is counted in the fork's usage and
 * time, too. The first run stays as it is. A fork is no turn of the conversation that the first run may belong to: its memory is not
 * touched. Immutable.
 */
public final class Fork {
    private final List<Recorded> copied;
    private final String runId;
    private final @Nullable UserMessage question;
    private final @Nullable String instructions;

    private Fork(List<Recorded> copied, String runId, @Nullable UserMessage question, @Nullable String instructions) {
        this.copied = copied;
        this.runId = runId;
        this.question = question;
        this.instructions = instructions;
    }

    /**
     * A fork, under a new run id, before the event at a position.
     *
     * @param events of the first run, at least up to the position
     * @param position how many events are copied, at least 1
     * @throws AgentException if the run is over by then, or is inside a step: while tools run, while a child run waits, or between a decision
     *     about a call and the call
     */
    public static Fork at(long position, List<Recorded> events) {
        if (position < 1 || position > events.size()) {
            throw new AgentException(
                    "There is no position " + position + " to fork at; give one from 1 to " + events.size());
        }
        List<Recorded> copied = List.copyOf(events.subList(0, (int) position));
        RunState state = RunState.of(copied);
        if (state.isFinished()) {
            throw new AgentException("Run '" + state.runId() + "' is over at position " + position
                    + "; give a position up to " + (position - 1));
        }
        refuseInsideAStep(copied, state);
        refuseBehindADecision(copied, state);
        return new Fork(copied, UUID.randomUUID().toString(), null, null);
    }

    /**
     * A fork, under a new run id, before the model is asked for the reply of a turn.
     *
     * @param turn from 0
     * @throws AgentException if the run has no such turn
     */
    public static Fork beforeTurn(int turn, List<Recorded> events) {
        List<Recorded> replies =
                events.stream().filter(Replied.class::isInstance).toList();
        if (turn < 0 || turn >= replies.size()) {
            throw new AgentException("There is no turn " + turn + " to fork before; the run has " + replies.size()
                    + (replies.size() == 1 ? " turn" : " turns") + ", counted from 0");
        }
        return at(replies.get(turn).at().position(), events);
    }

    private static void refuseInsideAStep(List<Recorded> copied, RunState state) {
        for (int at = copied.size() - 1; at > 0; at--) {
            if (!(copied.get(at) instanceof RunEvent.ToolStarted started)) continue;
            CallState call = state.find(started.id()).orElse(null);
            if (call == null || call.phase() == Phase.ANSWERED) continue;
            boolean childWaits = !call.inside().waiting().isEmpty();
            if (call.phase() != Phase.STARTED && !childWaits) continue;
            throw new AgentException("Call " + started.id() + " of '" + started.tool() + "' "
                    + (childWaits ? "waits for a run of its own" : "is running") + " at position " + copied.size()
                    + "; fork before it, at position " + firstOfBatch(copied, at) + ", or after it has ended");
        }
    }

    /** Somebody has let the first run make the call, and not a copy of it. */
    private static void refuseBehindADecision(List<Recorded> copied, RunState state) {
        for (Recorded event : copied) {
            if (!(event instanceof RunEvent.Received came) || !(came.input() instanceof Input.Decided decided))
                continue;
            Decision made = decided.decision();
            if (came.refusal() != null || made.path().contains("/")) continue;
            CallState call = state.find(CallId.parse(made.path())).orElse(null);
            if (call == null || call.phase() == Phase.ANSWERED || !made.equals(call.decision())) continue;
            long position = event.at().position();
            throw new AgentException("Call " + call.id() + " of '" + call.call().name() + "' was decided about in run '"
                    + state.runId() + "' and has not run at position " + copied.size()
                    + "; fork before that, at position " + position + ", where it waits, or after it has ended");
        }
    }

    private static int firstOfBatch(List<Recorded> copied, int started) {
        int first = started;
        while (copied.get(first - 1) instanceof RunEvent.ToolStarted) first--;
        return first;
    }

    /** This fork under an id of your own. */
    public Fork withRunId(String id) {
        return new Fork(copied, id, question, instructions);
    }

    /** This fork, begun with another question in place of the first run's; what follows it stays. */
    public Fork withInput(UserMessage other) {
        return new Fork(copied, runId, other, instructions);
    }

    /** This fork, with instructions of its own in place of the agent's. */
    public Fork withInstructions(String other) {
        return new Fork(copied, runId, question, other);
    }

    /** The id of the new run. */
    public String runId() {
        return runId;
    }

    /** What the journal of the new run begins with, under a setup. */
    public List<Recorded> events(RunSetup setup) {
        List<Recorded> events = new ArrayList<>();
        events.add(begun(setup.begunAgain((Started) copied.get(0))));
        copied.stream().skip(1).map(Fork::copyOf).forEach(events::add);
        return events;
    }

    private Started begun(Started again) {
        Opening opening = again.opening();
        Opening begun = new Opening(
                "",
                instructions == null ? opening.instructions() : instructions,
                opening.history(),
                question == null ? opening.input() : question,
                instructions == null ? opening.asked() : withInstructions(opening.asked()));
        Origin origin = new Origin(again.runId(), copied.size());
        return new Started(again.at(), runId, again.owner(), begun, again.terms(), origin, again.about());
    }

    private static Asked withInstructions(@Nullable Asked asked) {
        return new Asked(true, asked != null && asked.options(), asked != null && asked.limits());
    }

    /** The inbox of the new run is empty, so nothing has been taken from it. */
    private static Recorded copyOf(Recorded event) {
        return event instanceof RunEvent.Received came
                ? new RunEvent.Received(came.at(), came.input(), false, came.refusal())
                : event;
    }
}
