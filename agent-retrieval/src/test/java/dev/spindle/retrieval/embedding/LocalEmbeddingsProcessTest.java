package dev.spindle.retrieval.embedding;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spindle.context.Cancellation;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What embedding does to the process that it runs in, and leaves behind of it. */
class LocalEmbeddingsProcessTest {
    private static final int STOPS = Integer.getInteger("spindle.stops", 2);
    private static final int STOPPED_BY_SIGTERM = 143;

    /** The process: embeds once, or without end. */
    static final class Embedding {
        private Embedding() {}

        public static void main(String... arguments) {
            boolean forever = arguments[0].equals("forever");
            List<String> texts =
                    Collections.nCopies(forever ? 64 : 2, "One passage says much about another. ".repeat(8));
            try (LocalEmbeddings model = LocalEmbeddings.of(LocalModel.BGE_SMALL)) {
                do {
                    model.embed(texts, Cancellation.create());
                    System.out.println("embedded");
                } while (forever);
            }
        }
    }

    @TempDir
    private Path home;

    @Test
    void nothingIsWrittenDownOrToldToAnybody() throws IOException, InterruptedException {
        Process embedding = start("once");

        assertThat(embedding.waitFor()).isZero();
        assertThat(filesAtHome()).isEmpty();
    }

    @Test
    void processThatIsToldToStopWhileItEmbedsStops() throws IOException, InterruptedException {
        List<Integer> exitCodes = new ArrayList<>();

        for (int i = 0; i < STOPS; i++) exitCodes.add(stoppedWhileItEmbeds());

        assertThat(exitCodes).containsOnly(STOPPED_BY_SIGTERM);
        assertThat(filesAtHome()).as("reports of crashes").isEmpty();
    }

    private int stoppedWhileItEmbeds() throws IOException, InterruptedException {
        Process embedding = start("forever");
        try (BufferedReader said = embedding.inputReader(StandardCharsets.UTF_8)) {
            assertThat(said.readLine()).isEqualTo("embedded");
            embedding.destroy();
            return embedding.waitFor();
        } finally {
            embedding.destroyForcibly().waitFor();
        }
    }

    /** In an environment that names nothing but a home, as a person's has no word for what runs tests. */
    private Process start(String how) throws IOException {
        ProcessBuilder process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-XX:+UseSerialGC",
                        "-Xmx256m",
                        "-XX:ErrorFile=" + home.resolve("crash.log"),
                        "-Duser.home=" + home,
                        "-cp",
                        System.getProperty("java.class.path"),
                        Embedding.class.getName(),
                        how)
                .directory(home.toFile())
                .redirectError(ProcessBuilder.Redirect.DISCARD);
        process.environment().clear();
        process.environment().put("HOME", home.toString());
        return process.start();
    }

    private List<Path> filesAtHome() throws IOException {
        try (Stream<Path> all = Files.walk(home)) {
            return all.filter(Files::isRegularFile).map(home::relativize).toList();
        }
    }
}
