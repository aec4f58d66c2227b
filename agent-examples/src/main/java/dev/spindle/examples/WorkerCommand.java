package dev.spindle.examples;

import dev.spindle.Agent;
import dev.spindle.Agents;
import dev.spindle.Agents.Recovered;
import dev.spindle.Agents.Worker;
import dev.spindle.event.RunEvent.Started;
import dev.spindle.examples.terminal.PlainStream;
import dev.spindle.json.Json;
import dev.spindle.model.Model;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code spindle worker}: goes on with the runs of a journal, beside any number of other workers. */
@Command(
        name = "worker",
        description = {
            "Goes on with the runs of a journal: those that 'spindle ask --detach' has left, and those whose process died.",
            "Any number of workers may share a journal. SIGTERM drains one: it takes no more runs, and leaves each of its own",
            "when the reply or the tools that it is at have ended."
        },
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        exitCodeListHeading = "Exit codes:%n",
        exitCodeList = {"0:drained", "1:runs were left in the middle of a step", "2:wrong usage"})
final class WorkerCommand implements Callable<Integer> {
    private final Surroundings surroundings;

    /** What is open for the runs that go on here. */
    private final Map<String, Work> works = new ConcurrentHashMap<>();

    @Mixin
    private final RunOptions options = new RunOptions();

    @Mixin
    private final JsonOption printing = new JsonOption();

    @Option(names = "--at-once", paramLabel = "N", description = "How many runs go on at the same time; 8 unless told.")
    private int atOnce = 8;

    @Option(
            names = "--reserve",
            paramLabel = "N",
            description = "How many more may go on if their workers have died; 0 unless told.")
    private int reserve = 0;

    @Mixin
    private final DutyOptions duty = new DutyOptions();

    WorkerCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() throws IOException {
        if (atOnce < 1) throw new UsageException("--at-once is " + atOnce + "; it must be at least 1");
        if (reserve < 0) throw new UsageException("--reserve is " + reserve + "; it must be at least 0");
        Duration patience = duty.patience();
        options.limits();
        Model model = ModelChoice.of(options, surroundings);
        RunStore store = options.keeping.open(surroundings);
        if (store == null)
            throw new UsageException("a worker needs --journal PATH, which others share; none keeps no runs");
        Worker.Terms terms = Worker.Terms.of(started -> agent(started, model, store))
                .withAtOnce(atOnce)
                .withReserve(reserve)
                .withPatience(patience)
                .withEnded(this::tell);
        Worker worker = Agents.worker(store.journal(), terms);
        try (Health open = duty.tell(() -> told(worker.status()))) {
            surroundings.err().println("worker: up to " + atOnce + " runs at once" + open.words());
            return DutyOptions.untilToldToStop(() -> drain(worker, store, patience));
        }
    }

    private static Health.Told told(Worker.Status status) {
        return new Health.Told(status.isWell(), Json.of(status));
    }

    /** Runs of questions alone: those of tests and chats belong to the terminal or the folder that they were begun in. */
    private Optional<Agent> agent(Started started, Model model, RunStore store) {
        Assignment assignment;
        try {
            assignment = store.assignment(started.runId());
        } catch (UsageException unknown) {
            return Optional.empty();
        }
        if (!(assignment.job() instanceof AskJob job) || job.servers() != null) return Optional.empty();
        Work work = job.open(surroundings);
        close(works.put(started.runId(), work));
        return Optional.of(
                new Wiring(model, assignment, work, started.terms().limits(), store.journal(), null).agent());
    }

    /** A run that is in the middle of a step stays its own: it is released by the end of the process. */
    private int drain(Worker worker, RunStore store, Duration patience) {
        boolean left = worker.drain(patience);
        if (left) {
            works.values().forEach(Work::close);
            store.close();
        } else
            surroundings
                    .err()
                    .println("worker: " + worker.status().driving()
                            + " runs did not come to the end of a step within " + patience.toSeconds()
                            + " seconds; another worker takes them over when this process has ended");
        return left ? ExitCode.GOOD : ExitCode.FAILED;
    }

    private static void close(@Nullable Work work) {
        if (work != null) work.close();
    }

    private void tell(Recovered came) {
        close(works.remove(came.runId()));
        PlainStream out = printing.json ? surroundings.out() : surroundings.err();
        out.print((printing.json ? WorkerWords.json(came) : WorkerWords.line(came)) + "\n");
        out.flush();
    }
}
