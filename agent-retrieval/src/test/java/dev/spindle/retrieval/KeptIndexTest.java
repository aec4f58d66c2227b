package dev.spindle.retrieval;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.spindle.context.Cancellation;
import dev.spindle.message.Spent;
import dev.spindle.model.EmbeddingModel;
import dev.spindle.retrieval.document.SourceDocument;
import dev.spindle.tools.files.ConfinedFolder;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An index on disk, over documents that come, change and go. */
class KeptIndexTest {
    /** Tells texts apart by a few words, and remembers what it was asked. */
    private static final class ToyEmbeddings implements EmbeddingModel {
        private static final List<String> MEANINGS = List.of("kettle", "boil", "cat", "animal");
        private final String id;
        private final List<String> asked = new ArrayList<>();
        private int left = Integer.MAX_VALUE;

        ToyEmbeddings(String id) {
            this.id = id;
        }

        @Override
        public String id() {
            return id;
        }

        @Override
        public EmbeddingModel.Embeddings embed(List<String> texts, Cancellation cancellation) {
            if (left-- == 0) throw new IllegalStateException("the power is gone");
            asked.addAll(texts);
            return new EmbeddingModel.Embeddings(
                    texts.stream().map(ToyEmbeddings::vector).toList(), Spent.NOTHING);
        }

        private static float[] vector(String text) {
            float[] vector = {0.01f, 0.01f, 0.01f};
            for (int i = 0; i < MEANINGS.size(); i++) if (text.contains(MEANINGS.get(i))) vector[i / 2] += 1;
            return Vectors.unit(vector);
        }
    }

    @TempDir
    private Path docs;

    @TempDir
    private Path place;

    private final ToyEmbeddings model = new ToyEmbeddings("toy");
    private final List<Integer> read = new ArrayList<>();

    @BeforeEach
    void threeDocuments() throws IOException {
        write("a.md", "# A\n\nThe kettle sings.\n");
        write("b.md", "# B\n\nThe cat sleeps.\n");
        write("c.md", "# C\n\nNothing of note.\n");
    }

    @Test
    void meaningIsFoundWithoutCommonWords() {
        try (DocumentIndex index = open()) {
            assertThat(index.search("animal", 1).get(0).passage().file()).isEqualTo("b.md");
        }
    }

    @Test
    void passageIsEmbeddedBelowTheNamesThatItStandsUnder() throws IOException {
        Files.createDirectories(docs.resolve("how-to"));
        write("how-to/make_tea.md", "# Tea\n\nIs good.\n\n## Green\n\nWarm the pot.\n");

        open().close();

        assertThat(model.asked).contains("how to make tea › Tea › Green\n## Green\n\nWarm the pot.");
    }

    @Test
    void documentThatAnAddressNamesIsEmbeddedWithoutItsServer() {
        SourceDocument page = SourceDocument.ofText("https://example.org/zoo/#tickets", "", "The cat is free.");
        SourceDocument numbered = SourceDocument.ofText("4983", "", "The animal sleeps.");

        DocumentIndex.of(List.of(page, numbered), settings(), this::progress).close();

        assertThat(model.asked).containsExactly("zoo tickets\nThe cat is free.", "The animal sleeps.");
    }

    @Test
    void unchangedFilesAreNotReadAgain() {
        open().close();
        read.clear();

        try (DocumentIndex index = open()) {
            assertThat(read).isEmpty();
            assertThat(index.passages()).isEqualTo(3);
        }
    }

    @Test
    void changedFileIsReadAgainAndRemovedOneIsForgotten() throws IOException {
        open().close();
        read.clear();
        write("b.md", "# B\n\nThe dog barks.\n");
        Files.delete(docs.resolve("c.md"));

        try (DocumentIndex index = open()) {
            assertThat(read).containsExactly(1);
            assertThat(index.paths()).containsExactly("a.md", "b.md");
            assertThat(index.search("barks", 1)).hasSize(1);
            assertThat(index.search("sleeps note", 5))
                    .noneMatch(found -> found.passage().text().contains("sleeps")
                            || found.passage().text().contains("note"));
        }
    }

    @Test
    void passageKeepsItsNumberWhenOthersOfItsFileChange() throws IOException {
        int before;
        try (DocumentIndex index = open()) {
            before = index.search("kettle sings", 1).get(0).number();
        }
        write("a.md", "# New\n\nMore.\n\n# A\n\nThe kettle sings.\n");

        try (DocumentIndex index = open()) {
            assertThat(index.search("kettle sings", 1).get(0).number()).isEqualTo(before);
            assertThat(index.search("more new", 1).get(0).number()).isEqualTo(4);
        }
    }

    @Test
    void otherSettingsMakeTheIndexAnew() {
        open().close();
        read.clear();
        ToyEmbeddings other = new ToyEmbeddings("another");

        DocumentIndex.open(folder(), settings().withEmbeddings(other), this::progress)
                .close();

        assertThat(other.asked).hasSize(3);
    }

    @Test
    void interruptedBuildKeepsTheVectorsItHas() throws IOException {
        for (int i = 0; i < 200; i++)
            write("more" + i + ".md", "# Cat " + i + "\n\nThe cat number " + i + " sleeps.\n");
        model.left = 2;
        assertThatThrownBy(this::open).hasMessageContaining("the power is gone");
        int before = model.asked.size();
        model.left = Integer.MAX_VALUE;

        try (DocumentIndex index = open()) {
            assertThat(before).isBetween(64, 140);
            assertThat(model.asked).hasSize(203).doesNotHaveDuplicates();
            assertThat(index.documents()).isEqualTo(203);
        }
    }

    @Test
    void interruptedBuildKeepsHoweverManyVectorsItHas() throws IOException {
        for (int i = 0; i < 200; i++)
            write("long" + i + ".md", "# Long " + i + "\n\nThe cat number " + i + " sleeps.\n");
        model.left = 2;
        assertThatThrownBy(this::open).hasMessageContaining("power");
        int made = model.asked.size();
        // As long as if there were many more of them: zeros hold no vector, and take no room on disk.
        try (RandomAccessFile vectors =
                new RandomAccessFile(place.resolve("index.vectors").toFile(), "rw")) {
            vectors.setLength(50_000_000);
        }
        model.left = Integer.MAX_VALUE;

        open().close();

        assertThat(made).isPositive();
        assertThat(model.asked).hasSize(203).doesNotHaveDuplicates();
    }

    @Test
    void damagedVectorsAreMadeAgain() throws IOException {
        open().close();
        Path vectors = place.resolve("index.vectors");
        byte[] bytes = Files.readAllBytes(vectors);
        bytes[60] ^= 1;
        Files.write(vectors, Arrays.copyOf(bytes, bytes.length - 7));
        for (String file : List.of("a.md", "b.md", "c.md")) {
            write(file, Files.readString(docs.resolve(file)) + "\n");
        }
        model.asked.clear();

        try (DocumentIndex index = open()) {
            assertThat(model.asked).hasSize(2);
            assertThat(index.search("animal", 1).get(0).passage().file()).isEqualTo("b.md");
        }
    }

    @Test
    void readerSeesTheStateOfBeforeUntilItLooksAgain() throws IOException {
        try (DocumentIndex reader = open()) {
            write("d.md", "# D\n\nA zebra.\n");
            open().close();
            List<FoundPassage> before = reader.search("zebra", 1);
            reader.refresh();

            assertThat(before).noneMatch(found -> found.passage().text().contains("zebra"));
            assertThat(reader.search("zebra", 1).get(0).passage().text()).contains("zebra");
        }
    }

    private DocumentIndex open() {
        return DocumentIndex.open(folder(), settings(), this::progress);
    }

    private ConfinedFolder folder() {
        return ConfinedFolder.of(docs);
    }

    private IndexSettings settings() {
        return IndexSettings.WORDS.withEmbeddings(model).keptIn(place.resolve("index"));
    }

    private void progress(int done, int total) {
        read.add(total);
    }

    /** Long ago, since what was changed a moment ago is read again to be sure. */
    private void write(String file, String text) throws IOException {
        Files.writeString(docs.resolve(file), text);
        long seconds = 1_700_000_000L + Math.abs(text.hashCode() % 100_000);
        Files.setLastModifiedTime(docs.resolve(file), FileTime.from(Instant.ofEpochSecond(seconds)));
    }
}
