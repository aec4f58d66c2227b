package dev.spindle.run;

import dev.spindle.event.Limits;
import dev.spindle.event.RunEvent.Asked;
import dev.spindle.event.RunEvent.Opening;
import dev.spindle.event.RunEvent.Room;
import dev.spindle.event.RunEvent.Started;
import dev.spindle.event.RunEvent.Terms;
import dev.spindle.journal.Journal;
import dev.spindle.memory.Compaction;
import dev.spindle.memory.Memory;
import dev.spindle.memory.Window;
import dev.spindle.message.Transcript;
import dev.spindle.model.Model;
import dev.spindle.model.ModelOptions;
import dev.spindle.state.RunState;
import dev.spindle.tool.ToolRegistry;
import java.time.Clock;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What an agent is made of.
 *
 * @param name recorded with each run, by which it can be found when the run goes on; empty for none
 * @param brain the model, and what it is told and shown
 * @param tools what it may call
 * @param rules what stands around the calls
 * @param stores what outlives a run
 */
public record RunSetup(String name, Brain brain, ToolRegistry tools, Rules rules, Stores stores) {
    private static final Asked NOTHING_ASKED = new Asked(false, false, false);

    /**
     * The model, and what it is told and shown.
     *
     * @param instructions empty for none
     * @param options unless a run has its own
     * @param window what part of a conversation it is shown
     * @param compaction what becomes of conversations that grow too long; null if nothing does
     */
    public record Brain(
            Model model,
            String instructions,
            ModelOptions options,
            Window window,
            @Nullable Compaction compaction) {
        /** The same with another model. */
        public Brain withModel(Model other) {
            return new Brain(other, instructions, options, window, compaction);
        }

        /** The same with another window. */
        public Brain withWindow(Window other) {
            return new Brain(model, instructions, options, other, compaction);
        }
    }

    /**
     * What stands around the calls.
     *
     * @param interceptors outermost first
     * @param limits unless a run has its own
     */
    public record Rules(List<Interceptor> interceptors, Limits limits, Approval approval, InDoubt inDoubt) {
        /** Copies the interceptors. */
        public Rules {
            interceptors = List.copyOf(interceptors);
        }
    }

    /** What outlives a run, and the clock that dates it. */
    public record Stores(Journal journal, Memory memory, Clock clock) {}

    /**
     * The beginning of a recorded run as it would be recorded now: the same question, history and form of answer, and what its request
     * brought itself, but the instructions, options, limits and tools of this setup.
     */
    public Started begunAgain(Started recorded) {
        RunRequest.Overrides asked = overrides(recorded);
        Opening opening = recorded.opening().withInstructions(instructions(asked));
        return recorded.withOpening(opening).withTerms(terms(asked, opening));
    }

    private static RunRequest.Overrides overrides(Started recorded) {
        Asked recordedAsked = recorded.opening().asked();
        Asked asked = recordedAsked == null ? NOTHING_ASKED : recordedAsked;
        Terms terms = recorded.terms();
        return new RunRequest.Overrides(
                asked.instructions() ? recorded.opening().instructions() : null,
                List.of(),
                asked.options() ? terms.options() : null,
                asked.limits() ? terms.limits() : null,
                terms.output());
    }

    /** What a request replaces; null if nothing. */
    static @Nullable Asked asked(RunRequest.Overrides overrides) {
        Asked asked =
                new Asked(overrides.instructions() != null, overrides.options() != null, overrides.limits() != null);
        return asked.equals(NOTHING_ASKED) ? null : asked;
    }

    String instructions(RunRequest.Overrides overrides) {
        return overrides.instructions() != null ? overrides.instructions() : brain.instructions();
    }

    Terms terms(RunRequest.Overrides overrides, Opening opening) {
        return new Terms(
                brain.model().id(),
                overrides.options() != null ? overrides.options() : brain.options(),
                overrides.limits() != null ? overrides.limits() : rules.limits(),
                tools.list(Transcript.EMPTY),
                overrides.output(),
                room(opening));
    }

    private @Nullable Room room(Opening opening) {
        Compaction compaction = brain.compaction();
        if (compaction == null) return null;
        long most = compaction.most();
        boolean countable = most < Long.MAX_VALUE;
        Transcript shown = countable ? brain.window().view(RunState.said(opening)) : Transcript.EMPTY;
        return new Room(most, compaction.count().ofAll(shown.messages()));
    }
}
