package dev.spindle.examples;

import dev.spindle.model.ModelOptions;
import dev.spindle.run.RunRequest;
import java.util.Map;
import org.jspecify.annotations.Nullable;
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

    @Option(
            names = "--max-tokens",
            paramLabel = "N",
            description = "The most tokens of a reply; --budget counts with 4,096 unless told.")
    private @Nullable Integer maxTokens;

    /**
     * The request to begin with, labelled.
     *
     * @throws UsageException if a label cannot be one, or no reply can be as short
     */
    RunRequest request(String question) {
        if (maxTokens != null && maxTokens < 1)
            throw new UsageException("--max-tokens is " + maxTokens + "; it must be at least 1");
        try {
            RunRequest request = RunRequest.of(question).withLabels(labels);
            return maxTokens == null ? request : request.withOptions(ModelOptions.DEFAULT.withMaxTokens(maxTokens));
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
