package dev.spindle.examples;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
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
    private static final int MOST_BYTES = 1 << 20;

    private final Surroundings surroundings;

    @Mixin
    private final RunOptions options = new RunOptions();

    @Mixin
    private final BeginOptions beginning = new BeginOptions();

    @Mixin
    private final JsonOption printing = new JsonOption();

    @Mixin
    private final McpOptions servers = new McpOptions();

    @Option(names = "--docs", paramLabel = "DIR", description = "The folder of documents to answer from.")
    private @Nullable Path documents;

    @Option(
            names = "--lexical",
            description = "Search by words alone, even if spindle index keeps an index with vectors.")
    private boolean lexical;

    @Option(
            names = "--detach",
            description = "Leave the question in the journal for a 'spindle worker', and print the run's id.")
    private boolean detached;

    @Parameters(
            paramLabel = "QUESTION",
            arity = "0..1",
            description = "What to ask; if it is left out, or is -, it is read from standard input.")
    private @Nullable String question;

    AskCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() {
        String asked = asked();
        AskJob job = documents == null
                ? new AskJob(null, null, servers.named())
                : new AskJob(documents.toAbsolutePath().toString(), lexical ? true : null, servers.named());
        Assignment assignment = beginning.assign(job, options, surroundings);
        Session session = Session.open(options, printing.json, surroundings);
        if (detached) return session.leave(assignment, beginning.request(asked));
        return Deciding.with(
                servers.named() != null && !printing.json,
                options,
                surroundings,
                asking -> session.begin(assignment, beginning.request(asked), asking));
    }

    private String asked() {
        if (question != null && !question.equals("-")) return checked(question);
        try {
            byte[] written = surroundings.in().readNBytes(MOST_BYTES + 1);
            if (written.length > MOST_BYTES) {
                throw new UsageException(
                        "the question on standard input is longer than " + MOST_BYTES + " bytes; shorten it");
            }
            return checked(StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(written))
                    .toString()
                    .strip());
        } catch (CharacterCodingException binary) {
            throw new UsageException("the question on standard input is no text in UTF-8");
        } catch (IOException broken) {
            throw new UsageException("the question cannot be read from standard input: " + broken.getMessage());
        }
    }

    private static String checked(String question) {
        if (!question.isBlank()) return question;
        throw new UsageException("there is no question; give 'QUESTION', or write it to standard input");
    }
}
