package dev.spindle.replay;

import dev.spindle.context.Cancellation;
import dev.spindle.context.RunContext;
import dev.spindle.context.Tag;
import dev.spindle.event.RunEvent.Assessed;
import dev.spindle.event.RunEvent.Recorded;
import dev.spindle.event.RunEvent.Replied;
import dev.spindle.journal.InMemoryJournal;
import dev.spindle.memory.InMemoryMemory;
import dev.spindle.model.Budget;
import dev.spindle.model.ModelReply;
import dev.spindle.run.RunSetup;
import dev.spindle.run.StepRunner;
import dev.spindle.state.RunState;
import dev.spindle.state.Step;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Performs the steps of a recorded run again, in its time, with a model that says what was recorded. For one thread. */
final class Questioner {
    private final RunSetup setup;
    private final String runId;
    private final Tag.Values tags;
    private final StepRunner runner;
    private @Nullable ModelReply reply;
    private Instant time = Instant.EPOCH;

    Questioner(RunSetup setup, String runId, Tag.Values tags) {
        this.setup = setup;
        this.runId = runId;
        this.tags = Budget.withoutAny(tags); // nothing is bought
        this.runner = new StepRunner(quiet(), new RunContext(runId, Cancellation.create(), this.tags), null);
    }

    /** The setup without anything that would call, keep, wait or watch. */
    private RunSetup quiet() {
        RunSetup.Rules rules = setup.rules();
        InstantSource recordedTime = () -> time;
        return new RunSetup(
                setup.name(),
                setup.brain().withModel(call -> Objects.requireNonNull(reply, "a reply is recorded")),
                setup.tools(),
                new RunSetup.Rules(List.of(), rules.limits(), rules.approval(), rules.inDoubt(), rules.atOnce()),
                new RunSetup.Stores(
                        new InMemoryJournal(), new InMemoryMemory(), recordedTime.withZone(ZoneOffset.UTC)));
    }

    /** The same questions under another setup. */
    Questioner under(RunSetup other) {
        Questioner questioner = new Questioner(other, runId, tags);
        questioner.time = time;
        return questioner;
    }

    /** What is asked from now on is asked at this time. */
    void at(Instant recordedTime) {
        time = recordedTime;
    }

    /** The fingerprint of what would be asked now, where this was replied. */
    String fingerprint(RunState state, Replied was) {
        reply = was.reply();
        List<Recorded> events = runner.ask(state);
        if (events.get(0) instanceof Replied again) return again.fingerprint();
        throw new IllegalStateException("A recorded reply cannot fail, but here is " + events);
    }

    /** What would be found now. */
    Assessed assess(RunState state, Step.Assess step) {
        return (Assessed) runner.assess(state, step).get(0);
    }
}
