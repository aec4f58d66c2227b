package dev.spindle.retrieval;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What else lies in folders: it keeps nothing beside it from being found. */
class OddFilesTest {
    @TempDir
    private Path docs;

    @BeforeEach
    void ordinaryDocument() throws IOException {
        Files.writeString(docs.resolve("tea.md"), "# Tea\n\nWater boils in the kettle.\n");
    }

    private static void assertTeaIsFound(DocumentIndex index) {
        assertThat(index.search("kettle", 5))
                .singleElement()
                .satisfies(found -> assertThat(found.passage().file()).isEqualTo("tea.md"));
    }

    @Test
    void textOf100MegabytesIsLeftOutAndNamed() throws IOException {
        byte[] line = "A line among very many lines, all of them alike.\n"
                .repeat(20_000)
                .getBytes(StandardCharsets.UTF_8);
        try (RandomAccessFile huge =
                new RandomAccessFile(docs.resolve("huge.txt").toFile(), "rw")) {
            while (huge.length() < 100 << 20) huge.write(line);
        }

        try (DocumentIndex index = DocumentIndex.of(docs)) {
            assertThat(index.leftOut()).singleElement().asString().contains("huge.txt");
            assertTeaIsFound(index);
        }
    }

    @Test
    void folderThatLeadsBackToItselfIsReadOnce() throws IOException {
        Path inside = Files.createDirectory(docs.resolve("inside"));
        Files.createSymbolicLink(inside.resolve("back"), docs);
        Files.createSymbolicLink(docs.resolve("itself"), docs.resolve("itself"));

        try (DocumentIndex index = DocumentIndex.of(docs)) {
            assertThat(index.paths()).containsExactly("tea.md");
            assertTeaIsFound(index);
        }
    }

    @Test
    void brokenAndEmptyFilesAreNamedOneByOne() throws IOException {
        Files.write(docs.resolve("empty.md"), new byte[0]);
        Files.writeString(docs.resolve("broken.pdf"), "%PDF-1.7 and no more");
        Files.writeString(docs.resolve("broken.xlsx"), "no archive");

        try (DocumentIndex index = DocumentIndex.of(docs)) {
            assertThat(index.leftOut())
                    .hasSize(3)
                    .anyMatch(why -> why.contains("empty.md"))
                    .anyMatch(why -> why.contains("broken.pdf"))
                    .anyMatch(why -> why.contains("broken.xlsx"));
            assertTeaIsFound(index);
        }
    }

    @Test
    void fileThatSaysVeryMuchOfItselfKeepsNoOtherFromBeingFound() throws IOException {
        String much = "é".repeat(19_000);
        Files.writeString(docs.resolve("matter.md"), "---\nkeywords: " + much + "\n---\nwords\n");
        Files.writeString(docs.resolve("name.md"), "---\n" + much + ": x\n---\nwords\n");
        Files.writeString(docs.resolve("page.html"), "<meta name=\"keywords\" content=\"" + much + "\"><p>words</p>");

        try (DocumentIndex index = DocumentIndex.of(docs)) {
            assertThat(index.documents()).isEqualTo(4);
            assertTeaIsFound(index);
        }
    }

    @Test
    void textsInOtherEncodingsAreFound() throws IOException {
        Files.write(docs.resolve("wide.txt"), "\uFEFFThe zebra is in the zoo.".getBytes(StandardCharsets.UTF_16LE));
        String japanese = "図書館は月曜日に閉まります。本は四週間まで借りることができます。";
        Files.write(docs.resolve("sjis.txt"), japanese.getBytes(Charset.forName("Shift_JIS")));
        String chinese = "动物园每天早上九点开门。门票二十元，儿童免费入场。";
        Files.write(docs.resolve("gb.txt"), chinese.getBytes(Charset.forName("GB18030")));

        try (DocumentIndex index = DocumentIndex.of(docs)) {
            assertThat(index.search("zebra", 1).get(0).passage().file()).isEqualTo("wide.txt");
            assertThat(index.search("図書館", 1).get(0).passage().file()).isEqualTo("sjis.txt");
            assertThat(index.search("动物园", 1).get(0).passage().file()).isEqualTo("gb.txt");
            assertThat(index.leftOut()).isEmpty();
        }
    }

    @Test
    void pageThatABrowserSavedIsReadWithoutItsMachinery() throws IOException {
        Files.writeString(docs.resolve("page.html"), """
                <!DOCTYPE html>
                <!-- saved from url=(0024)https://example.org/zoo -->
                <html lang="en"><head><meta http-equiv="Content-Type" content="text/html; charset=UTF-8">
                <title>The zoo</title><style>.zebra{color:red}</style><script>var zebra="script";</script></head>
                <body><nav><a href="#x">Home</a></nav><main><h1>The zoo</h1><p>The <b>giraffe</b> eats leaves.</p></main>
                <script src="./page_files/track.js.download"></script></body></html>
                """);

        try (DocumentIndex index = DocumentIndex.of(docs)) {
            FoundPassage found = index.search("giraffe", 1).get(0);
            assertThat(found.passage().title()).isEqualTo("The zoo");
            assertThat(found.passage().text())
                    .contains("The giraffe eats leaves.")
                    .doesNotContain("zebra");
            assertThat(index.search("zebra", 1)).isEmpty();
        }
    }
}
