package dev.spindle.examples;

import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code spindle ask}: answers a question, from a folder of documents if one is given. */
@Command(
        name = "ask",
        description = "Answers a question, citing the documents of a folder.",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        exitCodeListHeading = "Exit codes:%n",
        exitCodeList = {
            "0:answered",
            "1:failed",
            "2:wrong usage",
            "3:stopped by a limit",
            "4:waiting for a person's decision"
        })
final class AskCommand implements Callable<Integer> {
    private final Surroundings surroundings;

    @Mixin
    private final RunOptions options = new RunOptions();

    @Mixin
    private final BeginOptions beginning = new BeginOptions();

    @Mixin
    private final JsonOption printing = new JsonOption();

    @Option(names = "--docs", paramLabel = "DIR", description = "The folder of documents to answer from.")
    private @Nullable Path documents;

    @Parameters(paramLabel = "QUESTION", description = "What to ask.")
    private String question = "";

    AskCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() {
        if (question.isBlank()) throw new UsageException("there is no question; give one");
        AskJob job =
                new AskJob(documents == null ? null : documents.toAbsolutePath().toString());
        Assignment assignment = beginning.assign(job, options, surroundings);
        return Session.open(options, printing.json, surroundings).begin(assignment, question);
    }
}
