package dev.spindle;

import dev.spindle.context.AgentException;
import dev.spindle.context.Tag;
import dev.spindle.event.Decision;
import dev.spindle.event.Input;
import dev.spindle.event.Limits;
import dev.spindle.event.RunEvent;
import dev.spindle.journal.InMemoryJournal;
import dev.spindle.journal.Journal;
import dev.spindle.memory.Compaction;
import dev.spindle.memory.InMemoryMemory;
import dev.spindle.memory.Memory;
import dev.spindle.memory.Window;
import dev.spindle.model.Model;
import dev.spindle.model.ModelOptions;
import dev.spindle.policy.ResultLimit;
import dev.spindle.policy.Retry;
import dev.spindle.replay.Fork;
import dev.spindle.replay.Replay;
import dev.spindle.run.Approval;
import dev.spindle.run.Driver;
import dev.spindle.run.Interceptor;
import dev.spindle.run.RunHandle;
import dev.spindle.run.RunListener;
import dev.spindle.run.RunRequest;
import dev.spindle.run.RunResult;
import dev.spindle.run.RunSetup;
import dev.spindle.tool.ToolFunction;
import dev.spindle.tool.ToolRegistry;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Executor;
import java.util.function.Function;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * An agent: a model, its instructions and its tools, asked as often as you like. Immutable and thread-safe.
 *
 * <pre>{@code
 * Agent agent = Agent.builder(OpenAiModel.fromEnvironment())
 *     .instructions("You help people pack.")
 *     .tools(new Weather())
 *     .build();
 * System.out.println(agent.run("What should I wear in Oslo today?").text());
 * }</pre>
 *
 * <p>Every run ends with a {@link RunResult}; {@code run} and {@code resume} throw only for misuse, and for a journal that cannot be
 * read or written.
 */
public final class Agent {
    private final RunSetup setup;
    final Driver driver;
    private final Journal journal;

    private Agent(RunSetup setup) {
        this.setup = setup;
        this.driver = new Driver(setup);
        this.journal = setup.stores().journal();
    }

    /** Begins an agent that asks this model. */
    public static Builder builder(Model model) {
        return new Builder(model);
    }

    /** Asks, and runs on this thread until the run answers, stops or waits. */
    public RunResult run(String input) {
        return run(RunRequest.of(input));
    }

    /** Asks, and watches: the same run, with the pieces of the answer as they come. */
    public RunResult run(String input, RunListener listener) {
        return run(RunRequest.of(input), listener);
    }

    /** Asks with whatever a request can say. */
    public RunResult run(RunRequest request) {
        return driver.run(asked(request), null);
    }

    /** Asks with whatever a request can say, and watches. */
    public RunResult run(RunRequest request, RunListener listener) {
        return driver.run(asked(request), listener);
    }

    private static RunRequest asked(RunRequest request) {
        return Objects.requireNonNull(
                request, "the request is null; give RunRequest.of(question) or RunRequest.resuming(runId)");
    }

    /** Asks, and returns at once: the same run, on a thread of its own, with its events for any number of watchers. */
    public RunHandle start(RunRequest request) {
        return started(request, null);
    }

    /**
     * Asks, and returns at once: the same run on a thread of this executor, which it keeps until it ends, stops or waits.
     *
     * @throws java.util.concurrent.RejectedExecutionException if the executor takes no more work; nothing has begun then
     */
    public RunHandle start(RunRequest request, Executor executor) {
        return started(request, executor);
    }

    private RunHandle started(RunRequest request, @Nullable Executor executor) {
        String runId = asked(request).runId();
        return RunHandle.start(
                request, executor, driver::run, input -> post(runId, input), from -> journal.read(runId, from));
    }

    /** Goes on with a run that stopped, died, or waits for these decisions. */
    public RunResult resume(String runId, Decision... decisions) {
        return resume(runId, List.of(decisions));
    }

    /** Goes on with a run that stopped, died, or waits for these decisions. */
    public RunResult resume(String runId, List<Decision> decisions) {
        return run(RunRequest.resuming(runId).deciding(decisions));
    }

    /** Goes on with a run that stopped, died, or waits for these decisions, and watches. */
    public RunResult resume(String runId, RunListener listener, Decision... decisions) {
        return run(RunRequest.resuming(runId).deciding(List.of(decisions)), listener);
    }

    /** Goes on with a run that stopped, died, or waits for these decisions, with the caller's values for its tools. */
    public RunResult resume(String runId, Tag.Values tags, Decision... decisions) {
        return run(RunRequest.resuming(runId).withTags(tags).deciding(List.of(decisions)));
    }

    /**
     * Leaves something for a run that goes on elsewhere, in another thread or process: words, decisions, other limits, a cancellation.
     *
     * <p>A decision may be left more than once, and counts once. One that does not count is refused when the run takes it: the call still
     * waits, and {@link dev.spindle.tool.PendingCall#refusal()} says why.
     *
     * @throws dev.spindle.context.AgentException if it is a decision that is incomplete, or about another run
     */
    public void post(String runId, Input input) {
        if (input instanceof Input.Decided decided) checkAddress(runId, decided.decision());
        journal.post(runId, Objects.requireNonNull(input, "the input is null; say what the run is to hear"));
    }

    private static void checkAddress(String runId, Decision decision) {
        String flaw = decision.flaw()
                .orElse(runId.equals(decision.runId()) ? "" : "it is about run '" + decision.runId() + "'");
        if (flaw.isEmpty()) return;
        throw new AgentException(
                "The decision about call " + decision.path() + " cannot be left for run '" + runId + "': " + flaw);
    }

    /** What it is made of, for those who drive its runs by something else than this process. */
    public RunSetup setup() {
        return setup;
    }

    /** The name by which its runs are found, as given to the builder; empty if none was. */
    public String name() {
        return setup.name();
    }

    /**
     * Goes through a recorded run as this agent would now, without asking the model or calling a tool, up to the first difference.
     *
     * @param events all of the run, or its first ones, as {@link Journal#read} gives them
     */
    public Replay.Result replay(List<RunEvent.Recorded> events) {
        return replay(Replay.of(events));
    }

    /** Goes through a recorded run as this agent would now, without asking the model or calling a tool, up to the first difference. */
    public Replay.Result replay(Replay replay) {
        return replay.against(setup);
    }

    /**
     * Puts a fork into this agent's journal, as a run that stopped where it was forked.
     *
     * <pre>{@code
     * RunResult result = agent.run(agent.fork(Fork.beforeTurn(2, events)).saying("Be brief."));
     * }</pre>
     *
     * @return a request that goes on with it
     * @throws dev.spindle.journal.Journal.ConflictException if there is a run of its id
     */
    public RunRequest fork(Fork fork) {
        journal.append(fork.runId(), 0, fork.events(setup));
        journal.release(fork.runId());
        return RunRequest.resuming(fork.runId());
    }

    /**
     * This agent as a tool of another, which gives it a request in words and reads its answer.
     *
     * <p>What it spends counts in the run that calls it, whose limits it cannot exceed. If one of its calls waits for a person, so does
     * the run that calls it. Give both agents the same journal, and they also survive a crash together. Of an agent that returns a type,
     * the other reads JSON.
     */
    public ToolFunction asTool(String name, String description) {
        return new AgentTool(this, null).function(name, description);
    }

    /**
     * This agent as a tool whose answer is a value of a type, which the other reads as JSON: told to this agent's model, and checked, as by
     * {@link RunRequest#returning(Class)}.
     */
    public ToolFunction asTool(String name, String description, Class<?> output) {
        return new AgentTool(this, output).function(name, description);
    }

    /** Collects what an agent is made of; for one thread. */
    public static final class Builder {
        private final Model model;
        private final List<Object> toolObjects = new ArrayList<>();
        private final List<ToolRegistry> registries = new ArrayList<>();
        private String name = "";
        private String instructions = "";
        private ModelOptions options = ModelOptions.DEFAULT;
        private Window window = Window.WHOLE;
        private @Nullable Compaction compaction;
        private RunSetup.@Nullable Answer answer;
        private List<Interceptor> interceptors = List.of(Retry.standard(), ResultLimit.standard());
        private Limits limits = Limits.DEFAULT;
        private Approval approval = Approval.AS_DECLARED;
        private Approval.InDoubt inDoubt = Approval.InDoubt.ASK_PERSON;
        private RunSetup.AtOnce atOnce = RunSetup.AtOnce.DEFAULT;
        private @Nullable Journal journal;
        private @Nullable Memory memory;
        private Clock clock = Clock.systemUTC();
        private @Nullable LongSupplier nanos;

        private Builder(Model model) {
            this.model =
                    Objects.requireNonNull(model, "the model is null; give one, such as OpenAiModel.fromEnvironment()");
        }

        /** What the agent is called: recorded with each run, so that {@link Agents#named} finds the agent of a run that goes on. */
        public Builder name(String name) {
            this.name = Given.checked(name, "name");
            return this;
        }

        /** What the model is told before anything else. */
        public Builder instructions(String text) {
            this.instructions = Given.checked(text, "instructions");
            return this;
        }

        /** Adds tools: objects with {@link dev.spindle.tool.Tool} methods, {@link ToolFunction}s, or {@link ToolRegistry}s. */
        public Builder tools(Object... tools) {
            Objects.requireNonNull(tools, "the tools are null; give objects with @Tool methods, or none");
            for (Object tool : tools) {
                if (tool instanceof Agent) {
                    throw new IllegalArgumentException(
                            "An Agent is no tool by itself; give agent.asTool(name, description)");
                }
                if (tool instanceof ToolRegistry registry) registries.add(registry);
                else toolObjects.add(tool);
            }
            return this;
        }

        /**
         * What the agent answers with, unless a run asks for something else: a value of this type, as by
         * {@link RunRequest#returning(Class)}, in every run that it begins, goes on with, or is called for as a tool.
         */
        public Builder returning(Class<?> type) {
            return returning(type, any -> List.of());
        }

        /**
         * What the agent answers with, unless a run asks for something else, and somebody else who looks at it.
         *
         * @param validator says what is wrong with a value, in words for the model, nothing if it is right; what it throws counts as such
         *     words
         * @throws dev.spindle.json.JsonException if the type has no JSON form
         */
        public <T> Builder returning(Class<T> type, Function<? super T, List<String>> validator) {
            this.answer = RunSetup.Answer.of(Given.checked(type, "returning"), validator);
            return this;
        }

        /** Temperature and the like, unless a run has its own. */
        public Builder options(ModelOptions options) {
            this.options = Given.checked(options, "options");
            return this;
        }

        /** What part of a conversation the model is shown; the whole unless set. */
        public Builder window(Window window) {
            this.window = Given.checked(window, "window");
            return this;
        }

        /** What becomes of a conversation that grows too long for the model; nothing unless set, and the model fails. */
        public Builder compaction(Compaction compaction) {
            this.compaction = Given.checked(compaction, "compaction");
            return this;
        }

        /** Adds something that stands around every call, inside of all that stands there so far: nearest to the model and the tools. */
        public Builder addInterceptor(Interceptor interceptor) {
            List<Interceptor> more = new ArrayList<>(interceptors);
            more.add(Given.checked(interceptor, "addInterceptor"));
            return interceptors(more);
        }

        /**
         * What stands around every call, outermost first, in place of all so far, the defaults among them: retry and a limit to the size
         * of results. {@link #addInterceptor} keeps those.
         */
        public Builder interceptors(List<Interceptor> interceptors) {
            this.interceptors = List.copyOf(Given.checked(interceptors, "interceptors"));
            return this;
        }

        /** How far a run may go, unless it has its own limits. */
        public Builder limits(Limits limits) {
            this.limits = Given.checked(limits, "limits");
            return this;
        }

        /** Which calls need a person's approval, beside the tools that always do. */
        public Builder approval(Approval approval) {
            this.approval = Given.checked(approval, "approval");
            return this;
        }

        /** Who settles a WRITE that was cut short; a person unless set. */
        public Builder inDoubt(Approval.InDoubt inDoubt) {
            this.inDoubt = Given.checked(inDoubt, "inDoubt");
            return this;
        }

        /** Where runs are kept; in this process, until they finish, unless set. */
        public Builder journal(Journal journal) {
            this.journal = Given.checked(journal, "journal");
            return this;
        }

        /** Where conversations are kept; in this process unless set. */
        public Builder memory(Memory memory) {
            this.memory = Given.checked(memory, "memory");
            return this;
        }

        /**
         * The clock that dates events. A run's time is measured by the machine, which no change of its clock disturbs, or by this clock if
         * it is not the machine's.
         */
        public Builder clock(Clock clock) {
            return clock(clock, null);
        }

        /** The clock that dates events, and what measures a run's time, as {@link System#nanoTime} does; null as if not given. */
        public Builder clock(Clock clock, @Nullable LongSupplier nanos) {
            this.clock = Given.checked(clock, "clock");
            this.nanos = nanos;
            return this;
        }

        /**
         * How many calls of tools run at the same time; 32 in a run and 1,024 in all runs of the agent unless set. What waits for a place
         * has not started.
         */
        public Builder callsAtOnce(int inRun, int inAgent) {
            this.atOnce = new RunSetup.AtOnce(inRun, inAgent);
            return this;
        }

        /**
         * The agent.
         *
         * @throws dev.spindle.tool.ToolDefinitionException listing every mistake of every tool
         */
        public Agent build() {
            List<ToolRegistry> all = new ArrayList<>();
            all.add(ToolRegistry.of(ToolFunction.scan(toolObjects.toArray())));
            all.addAll(registries);
            return new Agent(new RunSetup(
                    name,
                    new RunSetup.Brain(model, instructions, options, window, compaction, answer),
                    all.size() == 1 ? all.get(0) : ToolRegistry.union(all),
                    new RunSetup.Rules(interceptors, limits, approval, inDoubt, atOnce),
                    stores()));
        }

        private RunSetup.Stores stores() {
            Journal kept = journal != null ? journal : new InMemoryJournal();
            Memory remembered = memory != null ? memory : new InMemoryMemory();
            return nanos != null
                    ? new RunSetup.Stores(kept, remembered, clock, nanos)
                    : new RunSetup.Stores(kept, remembered, clock);
        }
    }
}
