package dev.spindle.examples;

import dev.spindle.Agent;
import dev.spindle.json.Json;
import dev.spindle.restate.RestateAgents;
import dev.spindle.restate.RestateWorker;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** {@code spindle serve}: the agent of {@code spindle ask}, served to an engine, which keeps its runs and drives them through it. */
@Command(
        name = "serve",
        description = {
            "Serves an agent that answers questions, as 'spindle ask' does, to an engine of Restate, which keeps its runs and",
            "drives them through this process and any number of others. Questions come to the engine, not to this process.",
            "SIGTERM drains it: it begins no more steps, and ends when those that it is at have ended."
        },
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        exitCodeListHeading = "Exit codes:%n",
        exitCodeList = {"0:drained", "1:the engine refused it, or steps were left in the middle", "2:wrong usage"})
final class ServeCommand implements Callable<Integer> {
    static final String ADMIN = "http://127.0.0.1:9070";

    private final Surroundings surroundings;

    @Mixin
    private final RunOptions options = new RunOptions();

    @Option(
            names = "--restate",
            required = true,
            arity = "0..1",
            paramLabel = "URL",
            fallbackValue = ADMIN,
            converter = Url.class,
            description = "The engine, where it is administered; " + ADMIN + " unless told otherwise.")
    private URI admin = URI.create(ADMIN);

    @Option(names = "--name", paramLabel = "NAME", description = "The service of the agent; spindle unless told.")
    private String name = "spindle";

    @Option(names = "--host", paramLabel = "ADDRESS", description = "Listen here; 127.0.0.1 unless told.")
    private String host = "127.0.0.1";

    @Option(names = "--port", paramLabel = "PORT", description = "Listen here; 9080 unless told, 0 for any port.")
    private int port = 9080;

    @Option(
            names = "--reached-at",
            paramLabel = "URL",
            converter = Url.class,
            description =
                    "Where the engine reaches this worker, or what stands before several; where it listens unless told.")
    private @Nullable URI reachedAt;

    @Option(
            names = "--followed-at",
            paramLabel = "URL",
            converter = Url.class,
            description = "Tell pieces of text to the engine while they are written, where it takes requests.")
    private @Nullable URI followedAt;

    @Mixin
    private final ServedOptions served = new ServedOptions();

    @Option(names = "--system", paramLabel = "TEXT", description = "Instructions in place of the command's own.")
    private @Nullable String instructions;

    @Mixin
    private final DutyOptions duty = new DutyOptions();

    /** Reads an address. */
    static final class Url implements ITypeConverter<URI> {
        @Override
        public URI convert(String written) {
            try {
                URI url = new URI(written.strip());
                if (url.getHost() != null && ("http".equals(url.getScheme()) || "https".equals(url.getScheme())))
                    return url;
            } catch (URISyntaxException none) {
                throw new TypeConversionException("'" + written + "' is no URL: " + none.getReason());
            }
            throw new TypeConversionException("'" + written + "' is no URL of http or https; write it as " + ADMIN);
        }
    }

    ServeCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() {
        Duration patience = duty.patience();
        if (reachedAt == null && (host.equals("0.0.0.0") || host.equals("::")))
            throw new UsageException(
                    "--host " + host + " is no address that the engine could reach; name one with --reached-at");
        if (options.keeping.isNamed())
            throw new UsageException("--journal has no use here: the engine keeps the runs; leave it out");
        Assignment assignment = served.assignment(instructions);
        try (Work work = assignment.job().open(surroundings);
                RestateWorker worker = RestateWorker.serve(agents(assignment, work), host, port);
                Health open = duty.tell(() -> told(worker.status()))) {
            URI reached = reachedAt == null ? URI.create("http://" + host + ":" + worker.port()) : reachedAt;
            RestateWorker.register(admin, reached);
            surroundings.err().println("serves agent " + name + " at " + reached + open.words());
            return DutyOptions.untilToldToStop(() -> drain(worker, patience));
        }
    }

    private RestateAgents agents(Assignment assignment, Work work) {
        try {
            Agent agent = new Wiring(
                            ModelChoice.of(options, surroundings), assignment, work, options.limits(), null, null)
                    .agent(name);
            RestateAgents agents = RestateAgents.of(agent);
            return followedAt == null ? agents : agents.followedAt(followedAt);
        } catch (IllegalArgumentException wrong) {
            throw new UsageException(wrong.getMessage() + "; see --name");
        }
    }

    private static Health.Told told(RestateWorker.Status status) {
        return new Health.Told(status.isWell(), Json.of(status));
    }

    private int drain(RestateWorker worker, Duration patience) {
        boolean ended = worker.drain(patience);
        if (!ended)
            surroundings
                    .err()
                    .println("serve: " + worker.status().steps() + " steps did not end within " + patience.toSeconds()
                            + " seconds; the engine takes them to another worker, as after a crash");
        return ended ? ExitCode.GOOD : ExitCode.FAILED;
    }
}
