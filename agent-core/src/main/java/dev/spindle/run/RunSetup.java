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
import dev.spindle.model.ModelCall.OutputSchema;
import dev.spindle.model.ModelOptions;
import dev.spindle.state.RunState;
import dev.spindle.tool.AnswerForm;
import dev.spindle.tool.ToolRegistry;
import java.time.Clock;
import java.util.List;
import java.util.function.Function;
import java.util.function.LongSupplier;
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
     * @param answer what it answers with unless a run asks for something else; null for free text
     */
    public record Brain(
            Model model,
            String instructions,
            ModelOptions options,
            Window window,
            @Nullable Compaction compaction,
            @Nullable Answer answer) {
        /** The same with another model. */
        public Brain withModel(Model other) {
            return new Brain(other, instructions, options, window, compaction, answer);
        }

        /** The same with another window. */
        public Brain withWindow(Window other) {
            return new Brain(model, instructions, options, other, compaction, answer);
        }

        /** The model's id; its class if it cannot say it. */
        String modelId() {
            return idOf(model);
        }

        static String idOf(Model model) {
            try {
                return model.id();
            } catch (Throwable nameless) {
                Fatal.rethrow(nameless);
                return model.getClass().getSimpleName();
            }
        }
    }

    /**
     * What an answer must be.
     *
     * @param output recorded with a run
     * @param form holds an answer to it, and to what is not recorded: the Java type and its validator
     */
    public record Answer(OutputSchema output, AnswerForm form) {
        /** Answers of a Java type that somebody else looks at, too. */
        public static <T> Answer of(Class<T> type, Function<? super T, List<String>> validator) {
            AnswerForm form = AnswerForm.of(type, validator);
            return new Answer(new OutputSchema(type.getSimpleName(), form.schema()), form);
        }

        /** Of a run that was begun with a type of this name, which had another schema then. */
        boolean hasChangedSince(@Nullable OutputSchema recorded) {
            return recorded != null && recorded.name().equals(output.name()) && !recorded.equals(output);
        }
    }

    /**
     * What stands around the calls.
     *
     * @param interceptors outermost first
     * @param limits unless a run has its own
     * @param atOnce how many calls of tools run at the same time; the others have not started
     */
    public record Rules(
            List<Interceptor> interceptors, Limits limits, Approval approval, Approval.InDoubt inDoubt, AtOnce atOnce) {
        /** Copies the interceptors. */
        public Rules {
            interceptors = List.copyOf(interceptors);
        }
    }

    /**
     * How many calls of tools run at the same time.
     *
     * @param inRun in one run
     * @param inAgent in all runs of the agent; a run that finds no place still runs one call at a time
     */
    public record AtOnce(int inRun, int inAgent) {
        /** 32 in a run, 1,024 in an agent. */
        public static final AtOnce DEFAULT = new AtOnce(32, 1024);

        /** Checks the numbers. */
        public AtOnce {
            if (inRun < 1 || inAgent < 1)
                throw new IllegalArgumentException("calls at once are " + inRun + " in a run, " + inAgent
                        + " in an agent; each must be at least 1");
        }
    }

    /**
     * What outlives a run, and what tells the time.
     *
     * @param clock dates events
     * @param nanos measures time: goes on evenly when the clock is set, as {@link System#nanoTime} does
     */
    public record Stores(Journal journal, Memory memory, Clock clock, LongSupplier nanos) {
        /** Time is measured by the machine if the clock is the machine's, else by the clock. */
        public Stores(Journal journal, Memory memory, Clock clock) {
            this(journal, memory, clock, SteadyClock.nanosOf(clock));
        }
    }

    /** This setup for one stretch of a run, whose events are dated evenly even if the clock is set meanwhile. */
    public RunSetup driven() {
        Clock steady = new SteadyClock(stores.clock, stores.nanos);
        return new RunSetup(name, brain, tools, rules, new Stores(stores.journal, stores.memory, steady, stores.nanos));
    }

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
                output(overrides),
                room(opening));
    }

    @Nullable
    OutputSchema output(RunRequest.Overrides overrides) {
        Answer answer = brain.answer();
        return overrides.output() != null || answer == null ? overrides.output() : answer.output();
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
