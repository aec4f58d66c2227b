package dev.spindle.examples;

import dev.spindle.event.RunEvent.Recorded;
import dev.spindle.message.UserMessage;
import dev.spindle.replay.Fork;
import dev.spindle.run.RunRequest;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Where a fork leaves its run, and what is otherwise from there on. */
final class ForkOptions {
    @Parameters(paramLabel = "RUN", description = "The run's id, or the beginning of it.")
    String runId = "";

    @Option(names = "--turn", paramLabel = "N", description = "Before this reply of the model, counted from 0.")
    private @Nullable Integer turn;

    @Option(names = "--at", paramLabel = "N", description = "Before this event, counted from 0, in place of --turn.")
    private @Nullable Long position;

    @Option(names = "--say", paramLabel = "TEXT", description = "Say something more to the model.")
    private @Nullable String words;

    @Option(names = "--question", paramLabel = "TEXT", description = "Another question in place of the run's first.")
    private @Nullable String question;

    @Option(names = "--system", paramLabel = "TEXT", description = "Other instructions.")
    private @Nullable String instructions;

    @Option(
            names = "--into",
            paramLabel = "PATH",
            description = "The journal that keeps the fork of a run of an engine; ~/.spindle/spindle.db unless told"
                    + " otherwise. Other forks are kept beside their runs.")
    private @Nullable String into;

    @Mixin
    private final ServedOptions served = new ServedOptions();

    /**
     * The job of the run, with other instructions if there are any.
     *
     * @throws UsageException if nothing is kept of it
     */
    Assignment assignment(RunStore store, String source) {
        return served.assignment(store, source).with(instructions);
    }

    /**
     * Where the fork is kept.
     *
     * @throws UsageException if that is to be another place than it can be
     */
    JournalOption keeping(JournalOption ofRun, Surroundings surroundings) {
        if (ofRun.isEngine(surroundings)) return JournalOption.named(into);
        if (into == null) return ofRun;
        throw new UsageException("--into is for the fork of a run of an engine; others are kept beside their runs");
    }

    /**
     * The fork of a run with these events.
     *
     * @throws UsageException unless exactly one place was named
     */
    Fork fork(List<Recorded> events) {
        if ((turn == null) == (position == null))
            throw new UsageException("name one place to fork at: --turn N or --at N");
        Fork fork = turn != null ? Fork.beforeTurn(turn, events) : Fork.at(position == null ? 0 : position, events);
        return question == null ? fork : fork.withInput(UserMessage.of(question));
    }

    /** The request, with what is said more. */
    RunRequest more(RunRequest request) {
        return words == null ? request : request.saying(words);
    }
}
