package dev.spindle.bench.retrieval;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RetrievalCommandTest {
    @TempDir
    private Path sets;

    @TempDir
    private Path kept;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    private int run(String... arguments) throws IOException, InterruptedException {
        return RetrievalCommand.run(
                List.of(arguments),
                new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8));
    }

    @Test
    void eachSetIsMeasuredInFourWays() throws IOException, InterruptedException {
        Path documents = Files.createDirectory(sets.resolve("documents"));
        Files.writeString(documents.resolve("corpus.jsonl"), """
                {"id": "a", "title": "Tea", "text": "Water boils in the kettle."}
                {"id": "b", "title": "Pets", "text": "The cat sleeps on the sofa."}
                """);
        Files.writeString(documents.resolve("queries.jsonl"), """
                {"id": "1", "text": "Where does the cat sleep?", "relevant": {"b": 1}}
                """);
        Path spans = Files.createDirectories(sets.resolve("spans"));
        Files.createDirectory(spans.resolve("corpora"));
        Files.writeString(spans.resolve("corpora/pets.md"), "# Pets\n\nThe cat sleeps on the sofa.\n");
        Files.writeString(spans.resolve("queries.jsonl"), """
                {"id": "1", "text": "Where does the cat sleep?", "corpus": "pets", "references": [{"start": 8, "end": 35}]}
                """);

        int exitCode = run(sets.toString(), "--keep", kept.toString(), "--model", "mini-lm");

        assertThat(exitCode).isZero();
        assertThat(out.toString(StandardCharsets.UTF_8).lines().skip(2))
                .hasSize(8)
                .allMatch(line -> line.contains(" | 1.000 | 1.000 | "))
                .anyMatch(line -> line.startsWith("| documents | all-minilm-l6-v2-q | words | "))
                .anyMatch(line -> line.startsWith("| spans | all-minilm-l6-v2-q | both, ranked again by phrases | "));
    }

    @Test
    void unknownOptionIsNamed() throws IOException, InterruptedException {
        int exitCode = run(sets.toString(), "--modell", "mini-lm");

        assertThat(exitCode).isEqualTo(2);
        assertThat(err.toString(StandardCharsets.UTF_8)).contains("no option --modell", RetrievalCommand.USAGE);
    }
}
