package dev.spindle.examples;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spindle.json.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class IndexCommandTest {
    @TempDir
    private Path docs;

    @TempDir
    private Path home;

    @BeforeEach
    void twoDocuments() throws IOException {
        Files.writeString(docs.resolve("fines.md"), "# Fines\n\nThe fine is twenty cents.\n");
        Files.writeString(docs.resolve("cards.md"), "# Cards\n\nA card costs four euros.\n");
    }

    private Ran run(String... arguments) {
        return Ran.here(Map.of("HOME", home.toString()), arguments);
    }

    private List<Path> kept() throws IOException {
        Path indexes = home.resolve(".spindle/indexes");
        if (!Files.exists(indexes)) return List.of();
        try (Stream<Path> all = Files.list(indexes)) {
            return all.toList();
        }
    }

    @Test
    void indexIsKeptAndTold() throws IOException {
        Ran ran = run("index", "--lexical", "--json", docs.toString());

        assertThat(ran.exitCode()).isZero();
        assertThat(ran.err()).contains("indexed 2 documents in 2 passages\n");
        Json told = Json.parse(ran.out());
        assertThat(told.get("documents").integer()).isEqualTo(2);
        assertThat(told.get("model").isNull()).isTrue();
        assertThat(kept()).hasSize(1);
    }

    @Test
    void brokenOfficeFileIsLeftOutInOneLine(@TempDir Path scratch) throws Exception {
        try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(docs.resolve("rules.docx")))) {
            zip.putNextEntry(new ZipEntry("[Content_Types].xml"));
            zip.write("<!DOCTYPE x [<!ENTITY a \"b\">]><Types>&a;</Types>".getBytes(StandardCharsets.UTF_8));
        }

        Ran ran = Ran.child(scratch, Map.of("HOME", home.toString()), "index", "--lexical", docs.toString());

        assertThat(ran.err().lines().filter(line -> line.contains("rules.docx") || line.contains("DOCTYPE")))
                .containsExactly("left out: 'rules.docx' is a broken Office file: Can't read content types part !");
        assertThat(ran.err()).doesNotContain("\tat ").contains("indexed 2 documents");
    }

    @Test
    void askUsesTheKeptIndexAndBringsItUpToDate() throws IOException {
        run("index", "--lexical", docs.toString());
        Files.writeString(docs.resolve("hall.md"), "# Hall\n\nThe hall seats ninety people.\n");

        Ran ran = run("ask", "--docs", docs.toString(), "How many people does the hall seat?");

        assertThat(ran.out()).contains("ninety people");
        assertThat(ran.err()).contains("indexed 3 documents in 3 passages\n");
        assertThat(kept()).hasSize(1);
    }

    @Test
    void askKeepsNothingWhereNothingIsKept() throws IOException {
        Ran ran = run("ask", "--lexical", "--docs", docs.toString(), "How many euros does a card cost?");

        assertThat(ran.out()).contains("four euros");
        assertThat(kept()).isEmpty();
    }

    @Test
    void folderThatIsNotThereIsWrongUsage() {
        Ran ran = run("index", docs.resolve("nowhere").toString());

        assertThat(ran.exitCode()).isEqualTo(2);
        assertThat(ran.err()).contains("there is no folder " + docs.resolve("nowhere") + "; name one with DIR");
    }

    @Test
    void timeThatIsLeftIsEstimated() {
        assertThat(Estimate.line(50, 200, 10_000_000_000L)).isEqualTo("indexing: 50 of 200 documents, about 30 s left");
        assertThat(Estimate.line(1, 201, 3_000_000_000L)).isEqualTo("indexing: 1 of 201 documents, about 10 min left");
    }
}
