package dev.spindle.retrieval;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spindle.context.Cancellation;
import dev.spindle.message.Spent;
import dev.spindle.model.EmbeddingModel;
import dev.spindle.tools.files.ConfinedFolder;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Builds of an index in processes that are killed in the middle; {@code -Dspindle.kills=50} kills more of them. */
class KilledBuildTest {
    private static final int KILLS = Integer.getInteger("spindle.kills", 4);
    private static final int DOCUMENTS = 400;
    private static final int MOST_STEPS = 60;

    /** A vector of the letters of a text; not a good one, and the same in every process. */
    private record Letters(String id) implements EmbeddingModel {
        @Override
        public Embeddings embed(List<String> texts, Cancellation cancellation) {
            return new Embeddings(texts.stream().map(Letters::vector).toList(), Spent.NOTHING);
        }

        private static float[] vector(String text) {
            float[] vector = new float[16];
            text.chars().forEach(letter -> vector[letter % 16]++);
            return Vectors.unit(vector);
        }
    }

    private static DocumentIndex open(Path docs, Path place, String model, DocumentIndex.Progress progress) {
        IndexSettings settings =
                IndexSettings.WORDS.withEmbeddings(new Letters(model), "", "").keptIn(place);
        return DocumentIndex.open(ConfinedFolder.of(docs), settings, progress);
    }

    /** The process that is killed: builds the index anew, time after time, as for another model each time. */
    static final class Building {
        private Building() {}

        public static void main(String... arguments) {
            for (int i = 0; ; i++) {
                open(
                                Path.of(arguments[0]),
                                Path.of(arguments[1]),
                                i % 2 == 0 ? "b" : "a",
                                (done, total) -> System.out.println(done))
                        .close();
                System.out.println("built");
            }
        }
    }

    @TempDir
    private Path docs;

    @TempDir
    private Path places;

    @Test
    void nextStartHasARightIndex() throws IOException, InterruptedException {
        for (int i = 0; i < DOCUMENTS; i++) {
            Files.writeString(
                    docs.resolve("d" + i + ".md"), "# Number " + i + "\n\nThis is what stands in text " + i + ".\n");
        }
        Path place = places.resolve("kept");
        Map<String, List<String>> right = state(open(docs, places.resolve("fresh"), "a", (done, total) -> {}));
        Random random = new Random(50);

        for (int kill = 0; kill < KILLS; kill++) {
            killAfter(1 + random.nextInt(MOST_STEPS), place);

            assertThat(state(open(docs, place, "a", (done, total) -> {})))
                    .as("after kill " + kill)
                    .isEqualTo(right);
        }
        System.out.println("index builds killed: " + KILLS + ", the next start right each time");
    }

    private void killAfter(int steps, Path place) throws IOException, InterruptedException {
        Path complaints = places.resolve("complaints");
        Process building = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-XX:+UseSerialGC",
                        "-Xmx128m",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Building.class.getName(),
                        docs.toString(),
                        place.toString())
                .redirectError(complaints.toFile())
                .start();
        try (BufferedReader said = building.inputReader(StandardCharsets.UTF_8)) {
            for (int i = 0; i < steps; i++) {
                assertThat(said.readLine())
                        .as(() -> "what the build says: " + text(complaints))
                        .isNotNull();
            }
        } finally {
            building.destroyForcibly().waitFor();
        }
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException gone) {
            throw new UncheckedIOException(gone);
        }
    }

    /** All that a reader can see: passages by document, and what is found. */
    private static Map<String, List<String>> state(DocumentIndex index) {
        Map<String, List<String>> state = new TreeMap<>();
        try (index) {
            for (String path : index.paths()) state.put(path, List.of());
            state.put("left out", index.leftOut());
            state.put("count", List.of(index.documents() + " documents in " + index.passages() + " passages"));
            for (int i = 0; i < DOCUMENTS; i += 37) {
                String query = "What stands in text " + i;
                List<String> found = index.search(query, 1).stream()
                        .map(hit -> hit.passage().file() + " " + hit.passage().text())
                        .toList();
                state.put(query, found);
            }
        }
        return state;
    }
}
