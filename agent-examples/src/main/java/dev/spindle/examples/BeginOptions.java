package dev.spindle.examples;

import dev.spindle.run.RunRequest;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** What a command can be told about a run that it begins. */
final class BeginOptions {
    @Option(names = "--system", paramLabel = "TEXT", description = "Instructions in place of the command's own.")
    @Nullable
    String instructions;

    @Option(names = "--confirm", description = "Wait for a person before each tool call. Needs a journal.")
    boolean confirm;

    @Option(names = "--label", paramLabel = "NAME=VALUE", description = "A label to find the run by; may be repeated.")
    private Map<String, String> labels = Map.of();

    @Mixin
    private final ReplyOption reply = new ReplyOption();

    /**
     * The request to begin with, labelled.
     *
     * @throws UsageException if a label cannot be one, or no reply can be as short
     */
    RunRequest request(String question) {
        try {
            return RunRequest.of(question).withLabels(labels).withOptions(reply.options());
        } catch (IllegalArgumentException wrong) {
            throw new UsageException(String.valueOf(wrong.getMessage()));
        }
    }

    /**
     * A job, to be done as the options say.
     *
     * @throws UsageException if nobody could confirm the calls
     */
    Assignment assign(Job job, RunOptions options, Surroundings surroundings) {
        if (confirm && options.keeping.place(surroundings) == null) {
            throw new UsageException("--confirm needs --journal PATH, where the run waits");
        }
        return new Assignment(job, instructions, confirm);
    }
}
