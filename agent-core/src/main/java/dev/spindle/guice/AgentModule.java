package dev.spindle.guice;

import static java.lang.annotation.ElementType.FIELD;
import static java.lang.annotation.ElementType.METHOD;
import static java.lang.annotation.ElementType.PARAMETER;

import com.google.inject.Binder;
import com.google.inject.Key;
import com.google.inject.Module;
import com.google.inject.Provider;
import com.google.inject.ProvisionException;
import com.google.inject.TypeLiteral;
import com.google.inject.multibindings.Multibinder;
import com.google.inject.name.Names;
import dev.spindle.Agent;
import dev.spindle.event.Limits;
import dev.spindle.journal.Journal;
import dev.spindle.memory.Compaction;
import dev.spindle.memory.Memory;
import dev.spindle.memory.Window;
import dev.spindle.model.Budget;
import dev.spindle.model.Model;
import dev.spindle.model.ModelOptions;
import dev.spindle.run.Approval;
import dev.spindle.run.Interceptor;
import dev.spindle.tool.ToolRegistry;
import jakarta.inject.Qualifier;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * Binds an {@link Agent}, put together from what your modules bind.
 *
 * <pre>{@code
 * Guice.createInjector(new AgentModule(), binder -> {
 *     binder.bind(Model.class).toInstance(OpenAiModel.fromEnvironment());
 *     binder.bind(Instructions.class).toInstance(new Instructions("You help people pack."));
 *     AgentModule.tools(binder).addBinding().to(Weather.class);
 * });
 * }</pre>
 *
 * <p>A {@link Model} must be bound. Whatever else is bound is used, and where nothing is, the default of {@link Agent#builder} holds:
 * {@link Instructions}, tools, {@link ToolRegistry}, {@link Answer}, {@link ModelOptions}, {@link Window}, {@link Compaction},
 * {@code List<Interceptor>}, {@link Limits}, {@link Approval}, {@link Approval.InDoubt}, {@link Journal}, {@link Memory}, {@link Clock}, and a {@link Budget},
 * in which all calls of the model count ({@link Budget#on}). Bind stores and budgets as singletons or instances, so that agents share them.
 *
 * <p>{@link #named} binds further agents. Each takes what is bound {@code @Named} with its name, and for the rest what is bound
 * without a name. Its runs are recorded with its name, as by {@link Agent.Builder#name}; those of the agent without a name with the
 * {@link Name} that is bound, if one is.
 *
 * <p>An agent is a singleton and is built with the injector, so that a missing model and a tool that cannot be used are known at once.
 * Two modules of the same name are one.
 *
 * @param name of the agent; empty for the one without a name
 */
public record AgentModule(String name) implements Module {
    private static final Key<Set<Object>> TOOLS = Key.get(new TypeLiteral<>() {}, Tools.class);
    private static final Key<List<Interceptor>> INTERCEPTORS = Key.get(new TypeLiteral<>() {});

    /** A module that binds the {@link Agent} without a name. */
    public AgentModule() {
        this("");
    }

    /** A module that binds {@code @Named(name) Agent}. */
    public static AgentModule named(String name) {
        if (name.isEmpty()) throw new IllegalArgumentException("The name is empty; for no name use new AgentModule()");
        return new AgentModule(name);
    }

    /**
     * The tools of the agents that have none of their own: objects with {@link dev.spindle.tool.Tool} methods, {@link
     * dev.spindle.tool.ToolFunction}s, or {@link ToolRegistry}s. {@code @ProvidesIntoSet @Tools} adds to them, too.
     */
    public static Multibinder<Object> tools(Binder binder) {
        return Multibinder.newSetBinder(binder, Object.class, Tools.class);
    }

    /** The tools of the agent of this name, which then has no others. {@code @ProvidesIntoSet @Named(agent)} adds to them, too. */
    public static Multibinder<Object> tools(Binder binder, String agent) {
        return Multibinder.newSetBinder(binder, Object.class, Names.named(agent));
    }

    @Override
    public void configure(Binder binder) {
        Parts parts = new Parts(binder.skipSources(AgentModule.class, Parts.class), name);
        Provider<Optional<Model>> model = parts.find(Key.get(Model.class));
        Provider<Optional<Budget>> budget = parts.find(Key.get(Budget.class));
        List<Consumer<Agent.Builder>> settings = settings(parts);
        binder.bind(parts.own(Key.get(Agent.class)))
                .toProvider(() -> build(model.get(), budget.get(), settings))
                .asEagerSingleton();
    }

    private List<Consumer<Agent.Builder>> settings(Parts parts) {
        return List.of(
                name.isEmpty()
                        ? parts.use(Key.get(Name.class), (agent, bound) -> agent.name(bound.text()))
                        : agent -> agent.name(name),
                parts.use(Key.get(Answer.class), (agent, bound) -> bound.setIn(agent)),
                parts.use(Key.get(Instructions.class), (agent, bound) -> agent.instructions(bound.text())),
                parts.use(TOOLS, (agent, bound) -> agent.tools(bound.toArray())),
                parts.use(Key.get(ToolRegistry.class), Agent.Builder::tools),
                parts.use(Key.get(ModelOptions.class), Agent.Builder::options),
                parts.use(Key.get(Window.class), Agent.Builder::window),
                parts.use(Key.get(Compaction.class), Agent.Builder::compaction),
                parts.use(INTERCEPTORS, Agent.Builder::interceptors),
                parts.use(Key.get(Limits.class), Agent.Builder::limits),
                parts.use(Key.get(Approval.class), Agent.Builder::approval),
                parts.use(Key.get(Approval.InDoubt.class), Agent.Builder::inDoubt),
                parts.use(Key.get(Journal.class), Agent.Builder::journal),
                parts.use(Key.get(Memory.class), Agent.Builder::memory),
                parts.use(Key.get(Clock.class), Agent.Builder::clock));
    }

    private Agent build(Optional<Model> bound, Optional<Budget> budget, List<Consumer<Agent.Builder>> settings) {
        Model model = bound.orElseThrow(this::noModel);
        Agent.Builder agent =
                Agent.builder(budget.map(spending -> spending.on(model)).orElse(model));
        settings.forEach(setting -> setting.accept(agent));
        return agent.build();
    }

    private ProvisionException noModel() {
        String who = name.isEmpty() ? "The agent" : "Agent '" + name + "'";
        String alone =
                name.isEmpty() ? "" : ", or for this agent alone with .annotatedWith(Names.named(\"" + name + "\"))";
        return new ProvisionException(who + " has no model. Bind one in a module of yours, for example"
                + " bind(Model.class).toInstance(OpenAiModel.fromEnvironment())" + alone);
    }

    /** Marks the set of tools of every agent that has none of its own; see {@link AgentModule#tools(com.google.inject.Binder)}. */
    @Qualifier
    @Retention(RetentionPolicy.RUNTIME)
    @Target({FIELD, METHOD, PARAMETER})
    public @interface Tools {}

    /** What an agent is told before anything else, as a type of its own so that it can be bound. */
    public record Instructions(String text) {}

    /** What the agent without a name is called in the record of its runs, as a type of its own so that it can be bound. */
    public record Name(String text) {}

    /**
     * What an agent answers with, as by {@link Agent.Builder#returning(Class)}: a value of a type, and who looks at it.
     *
     * @param validator gets values of that type
     */
    public record Answer(Class<?> type, Function<Object, List<String>> validator) {
        /** A value of this type. */
        public static Answer of(Class<?> type) {
            return new Answer(type, any -> List.of());
        }

        /** A value of this type, and somebody else who looks at it, as in {@link Agent.Builder#returning(Class, Function)}. */
        public static <T> Answer of(Class<T> type, Function<? super T, List<String>> validator) {
            return new Answer(type, value -> validator.apply(type.cast(value)));
        }

        private void setIn(Agent.Builder agent) {
            agent.returning(type, validator);
        }
    }
}
