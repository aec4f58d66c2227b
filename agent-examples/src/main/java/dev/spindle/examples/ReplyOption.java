package dev.spindle.examples;

import dev.spindle.model.ModelOptions;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** How long a reply may be. */
final class ReplyOption {
    @Option(
            names = "--max-tokens",
            paramLabel = "N",
            description = "The most tokens of a reply; --budget counts with 4,096 unless told.")
    private @Nullable Integer maxTokens;

    /**
     * What a model is told of it.
     *
     * @throws UsageException if no reply can be as short
     */
    ModelOptions options() {
        if (maxTokens == null) return ModelOptions.DEFAULT;
        if (maxTokens < 1) throw new UsageException("--max-tokens is " + maxTokens + "; it must be at least 1");
        return ModelOptions.DEFAULT.withMaxTokens(maxTokens);
    }
}
