package dev.spindle.restate;

import dev.restate.common.function.ThrowingBiFunction;
import dev.restate.sdk.Context;
import dev.restate.sdk.HandlerRunner;
import dev.restate.sdk.SharedWorkflowContext;
import dev.restate.sdk.endpoint.Endpoint;
import dev.restate.sdk.endpoint.definition.HandlerDefinition;
import dev.restate.sdk.endpoint.definition.HandlerType;
import dev.restate.sdk.endpoint.definition.InvocationRetryPolicy;
import dev.restate.sdk.endpoint.definition.ServiceDefinition;
import dev.restate.sdk.endpoint.definition.ServiceType;
import dev.restate.serde.Serde;
import dev.restate.serde.SerdeFactory;
import dev.spindle.Agent;
import dev.spindle.run.RunListener;
import dev.spindle.run.RunSetup;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Pattern;

/**
 * Agents whose runs an engine of Restate drives, through this process and any number of others. Immutable and thread-safe.
 *
 * <pre>{@code
 * Agent agent = Agent.builder(OpenAiModel.fromEnvironment()).name("travel").tools(new Flights()).build();
 * RestateHttpServer.listen(RestateAgents.of(agent).endpoint(), 9080);
 * }</pre>
 *
 * <p>Of each agent a service is made, named as the agent is, whose workflows are its runs, and another of its conversations, in which runs
 * queue. What is recorded is kept by the engine, so the agent's own journal is not used; its memory is, and must be one that all processes
 * share. An agent that another one calls as a tool is a run of its own, too, if both are served here.
 */
public final class RestateAgents {
    private static final Pattern NAME = Pattern.compile("[a-zA-Z][a-zA-Z0-9._-]{0,127}");
    private static final Duration UNTIL_SUSPENDED = Duration.ofSeconds(10);

    private final List<Agent> agents;
    private final Terms terms;
    private final Ears ears;

    private RestateAgents(List<Agent> agents, Terms terms, Ears ears) {
        this.agents = agents;
        this.terms = terms;
        this.ears = ears;
    }

    /**
     * For how long the engine keeps what.
     *
     * @param stopped how long a run that stopped at a limit, or failed, or was cancelled, can be gone on with; one that waits for a person
     *     waits as long as it must
     * @param ended how long the events of a run can be read after that, or after it has ended
     * @param step the longest that one reply or one call may take before the engine takes its worker for dead
     */
    public record Terms(Duration stopped, Duration ended, Duration step) {
        /** A week, a week, and a day. */
        public static final Terms DEFAULT = new Terms(Duration.ofDays(7), Duration.ofDays(7), Duration.ofDays(1));
    }

    /**
     * Of these agents.
     *
     * @throws IllegalArgumentException if one has no name, one that cannot be a service's, or that of another
     */
    public static RestateAgents of(Agent... agents) {
        Set<String> names = new HashSet<>();
        for (Agent agent : agents) {
            String service = serviceOf(agent.name());
            boolean isFree = names.add(service)
                    && names.add(Conversations.serviceOf(service))
                    && names.add(Air.serviceOf(service));
            if (!isFree)
                throw new IllegalArgumentException("Two agents, or services of theirs, are named '" + agent.name()
                        + "'; give each a name of its own by Agent.Builder.name");
        }
        return new RestateAgents(List.of(agents), Terms.DEFAULT, Ears.NONE);
    }

    static String serviceOf(String agent) {
        if (NAME.matcher(agent).matches()) return agent;
        throw new IllegalArgumentException("The agent's name '" + agent
                + "' cannot be that of a service; begin it with a letter, and use letters, digits, '.', '_' and '-'");
    }

    /** On other terms. */
    public RestateAgents on(Terms other) {
        return new RestateAgents(agents, other, ears);
    }

    /** Heard by this, as far as runs go on in this process: pieces of text as they come, and events once they are kept. */
    public RestateAgents heardBy(RunListener other) {
        return new RestateAgents(agents, terms, new Ears(new SafeEar(other), ears.engine()));
    }

    /**
     * Followed from elsewhere while replies are written: pieces of text are told to the engine a few times a second, for
     * {@link RestateRuns#follow}. What gets lost on the way is not told again; what is recorded is not touched by it.
     *
     * @param ingress where the engine takes requests, mostly port 8080
     */
    public RestateAgents followedAt(URI ingress) {
        return new RestateAgents(agents, terms, new Ears(ears.listener(), new Ingress(ingress, "")));
    }

    /** All that is to be served to the engine, by an HTTP server or a function as a service. */
    public Endpoint endpoint() {
        return endpoint(new Crew());
    }

    Endpoint endpoint(Crew crew) {
        Endpoint.Builder endpoint = Endpoint.builder();
        services(crew).forEach(endpoint::bind);
        return endpoint.build();
    }

    /** The services, for an endpoint that has others, too. */
    public List<ServiceDefinition> services() {
        return services(new Crew());
    }

    private List<ServiceDefinition> services(Crew crew) {
        String name = ProcessHandle.current().pid() + "-" + UUID.randomUUID();
        HandlerRunner.Options threads = HandlerRunner.Options.withExecutor(crew);
        IdentityHashMap<RunSetup, String> children = new IdentityHashMap<>();
        for (Agent agent : agents) children.put(agent.setup(), agent.name());
        List<ServiceDefinition> services = new ArrayList<>();
        for (Agent agent : agents) {
            Handlers handlers =
                    new Handlers(new DurableRun.Worker(agent.setup(), name, crew, ears, terms.stopped(), children));
            services.add(service(agent.name(), handlers, threads));
            services.add(conversations(agent.name(), threads));
            services.add(air(agent.name(), threads));
        }
        return services;
    }

    private ServiceDefinition service(String name, Handlers handlers, HandlerRunner.Options threads) {
        HandlerDefinition<String, String> run = handler("run", HandlerType.WORKFLOW, handlers::run, Texts.JSON, threads)
                .configure(settings -> settings.enableLazyState(true).workflowRetention(terms.ended()));
        return ServiceDefinition.of(
                        name,
                        ServiceType.WORKFLOW,
                        List.of(
                                run,
                                lazily("post", handlers::post, threads),
                                lazily("attach", handlers::attach, threads),
                                // It reads what has become of the run while it waited.
                                lazily("report", handlers::report, threads),
                                handler("events", HandlerType.SHARED, handlers::events, Texts.LINES, threads)))
                .configure(this::set);
    }

    /** One that is not given the run's events with each call, of which it reads none or not yet. */
    private static HandlerDefinition<String, String> lazily(
            String name,
            ThrowingBiFunction<SharedWorkflowContext, String, String> work,
            HandlerRunner.Options threads) {
        return handler(name, HandlerType.SHARED, work, Texts.JSON, threads)
                .configure(settings -> settings.enableLazyState(true));
    }

    private void set(ServiceDefinition.Configurator settings) {
        settings.inactivityTimeout(UNTIL_SUSPENDED)
                .abortTimeout(terms.step())
                .invocationRetryPolicy(InvocationRetryPolicy.builder()
                        .initialInterval(Duration.ofMillis(50))
                        .exponentiationFactor(2.0)
                        .maxInterval(Duration.ofSeconds(10))
                        .maxAttempts(Integer.MAX_VALUE));
    }

    private ServiceDefinition conversations(String agent, HandlerRunner.Options threads) {
        Conversations conversations = new Conversations(agent);
        return ServiceDefinition.of(
                        Conversations.serviceOf(agent),
                        ServiceType.VIRTUAL_OBJECT,
                        List.of(handler("run", HandlerType.EXCLUSIVE, conversations::run, Texts.JSON, threads)))
                .configure(this::set);
    }

    private ServiceDefinition air(String agent, HandlerRunner.Options threads) {
        Air air = new Air(agent);
        return ServiceDefinition.of(
                        Air.serviceOf(agent),
                        ServiceType.VIRTUAL_OBJECT,
                        List.of(
                                handler("tell", HandlerType.EXCLUSIVE, air::tell, Texts.JSON, threads),
                                handler("hear", HandlerType.SHARED, air::hear, Texts.LINES, threads),
                                handler("forget", HandlerType.EXCLUSIVE, air::forget, Texts.JSON, threads)))
                .configure(this::set);
    }

    private static <C extends Context> HandlerDefinition<String, String> handler(
            String name,
            HandlerType type,
            ThrowingBiFunction<C, String, String> work,
            Serde<String> output,
            HandlerRunner.Options threads) {
        return HandlerDefinition.of(name, type, Texts.JSON, output, HandlerRunner.of(work, SerdeFactory.NOOP, threads));
    }
}
