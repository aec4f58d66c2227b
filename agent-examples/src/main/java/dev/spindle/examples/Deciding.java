package dev.spindle.examples;

import dev.spindle.event.Decision;
import dev.spindle.examples.terminal.Console;
import dev.spindle.tool.PendingCall;
import java.util.List;
import java.util.function.Function;
import java.util.function.ToIntFunction;

/** Who decides, while a command runs, about calls that wait. */
@FunctionalInterface
interface Deciding {
    /** Nobody is there: the calls go on waiting. */
    Deciding NOBODY = waiting -> List.of();

    /** Nobody is there, and nothing is kept for somebody to decide later: the calls are refused. */
    Deciding REFUSING = waiting -> waiting.stream()
            .map(call -> Decision.refuse(
                    call, "nobody is at a terminal to allow it, and no journal keeps the run until somebody is"))
            .toList();

    /**
     * Runs a command with whoever decides: the person at the terminal, if there is one; else nobody, so that the calls wait in the journal;
     * else, where no journal is kept, a refusal.
     *
     * @param there whether somebody may have to decide at once
     */
    static int with(
            boolean there,
            RunOptions options,
            Surroundings surroundings,
            ToIntFunction<Function<Foresight, Deciding>> command) {
        Deciding absent = there && options.keeping.place(surroundings) == null ? REFUSING : NOBODY;
        try (Console console = there ? surroundings.console().get().orElse(null) : null) {
            return command.applyAsInt(foresight -> console == null ? absent : new Asking(console, foresight));
        }
    }

    /** A decision about each of the calls; none if they are left waiting. */
    List<Decision> about(List<PendingCall> waiting);
}
