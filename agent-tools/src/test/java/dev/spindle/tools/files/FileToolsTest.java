package dev.spindle.tools.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import dev.spindle.message.ToolMessage.Outcome;
import dev.spindle.tool.ToolResult;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FileToolsTest {
    @TempDir
    Path top;

    private FileTools tools;

    @BeforeEach
    void aSmallProject() throws IOException {
        Files.createDirectories(top.resolve("src"));
        Files.writeString(top.resolve("README.md"), "# Shop\n\nA shop.\n");
        Files.writeString(top.resolve("src/Cart.java"), "class Cart {\n  int total;\n}\n");
        tools = new FileTools(top);
    }

    @Test
    void filesAreListedWithTheirSizes() throws Exception {
        ToolResult listed = tools.listFiles(null);

        assertThat(listed.text()).isEqualTo("README.md (16 bytes)\nsrc/Cart.java (28 bytes)\n");
    }

    @Test
    void folderStandsForWhatIsBelowIt() throws Exception {
        Files.createDirectories(top.resolve("pages/[id]"));
        Files.writeString(top.resolve("pages/[id]/page.txt"), "");

        assertThat(tools.listFiles("src").text()).isEqualTo("src/Cart.java (28 bytes)\n");
        assertThat(tools.listFiles("./src/").text()).isEqualTo("src/Cart.java (28 bytes)\n");
        assertThat(tools.listFiles("pages/[id]").text()).isEqualTo("pages/[id]/page.txt (0 bytes)\n");
    }

    @Test
    void longListingSaysThatThereIsMore() throws Exception {
        for (int i = 0; i < 501; i++) {
            Files.writeString(top.resolve("src/" + i + ".txt"), "");
        }

        ToolResult listed = tools.listFiles("*.txt");

        assertThat(listed.text().lines())
                .hasSize(501)
                .last()
                .isEqualTo("[there are more; name a folder or a narrower pattern]");
    }

    @Test
    void nothingFoundIsSaid() throws Exception {
        assertThat(tools.listFiles("*.py").text()).isEqualTo("No file matches.");
    }

    @Test
    void linesAreReadWithTheirNumbers() throws Exception {
        ToolResult read = tools.readFile("src/Cart.java", 2, null);

        assertThat(read.text()).isEqualTo("src/Cart.java, lines 2 to 3 of 3, UTF-8\n2|   int total;\n3| }\n");
    }

    @Test
    void longFileIsCutWithTheLineToGoOnFrom() throws Exception {
        String lines =
                IntStream.rangeClosed(1, 1_000).mapToObj(Integer::toString).collect(Collectors.joining("\n"));
        Files.writeString(top.resolve("long.txt"), lines);

        ToolResult read = tools.readFile("long.txt", 101, null);

        assertThat(read.text())
                .startsWith("long.txt, lines 101 to 600 of 1000, UTF-8\n101| 101\n")
                .endsWith("600| 600\n[cut here; go on with first_line 601]\n");
    }

    @Test
    void longLineIsCutWithWhatIsMissing() throws Exception {
        Files.writeString(top.resolve("one-line.json"), "x".repeat(1_000_000));

        ToolResult read = tools.readFile("one-line.json", null, null);

        assertThat(read.text()).hasSizeLessThan(2_200).endsWith("… [998000 more characters]\n");
    }

    @Test
    void fileCannotHideItsLinesFromTheReader() throws Exception {
        Files.writeString(top.resolve("trick.txt"), "a\u2028b\u202Ec\u001B[2Kd");

        ToolResult read = tools.readFile("trick.txt", null, null);

        assertThat(read.text()).endsWith("1| a\uFFFDb\uFFFDc\uFFFD[2Kd\n");
    }

    @Test
    void linesThatAreNotThereAreAnsweredWithThoseThatAre() throws Exception {
        assertThat(tools.readFile("README.md", 9, 12))
                .isEqualTo(ToolResult.failed("README.md has the lines 1 to 3; 9 to 12 is no part of them."));
        assertThat(tools.readFile("README.md", 2, 1).outcome()).isEqualTo(Outcome.FAILED);
        assertThat(tools.readFile("README.md", 0, 1).outcome()).isEqualTo(Outcome.FAILED);
        assertThat(tools.readFile("README.md", -5, Integer.MAX_VALUE).outcome()).isEqualTo(Outcome.FAILED);
    }

    @Test
    void refusedPathIsAFailureTheModelReads() throws Exception {
        ToolResult refused = tools.readFile("../other/secret", null, null);

        assertThat(refused.outcome()).isEqualTo(Outcome.FAILED);
        assertThat(refused.text())
                .contains("Paths are relative to the top folder")
                .doesNotContain(top.toString());
    }

    @Test
    void matchingLinesAreFoundWithFileAndNumber() throws Exception {
        assertThat(tools.searchFiles("total", null, null).text()).isEqualTo("src/Cart.java:2: int total;\n");
        assertThat(tools.searchFiles("(?i)^class c", true, "src").text()).isEqualTo("src/Cart.java:1: class Cart {\n");
        assertThat(tools.searchFiles("total", false, "*.md").text())
                .isEqualTo("No line matches. Files looked at: 1.\n");
    }

    @Test
    void matchFarIntoALineIsShownInItsSurroundings() throws Exception {
        Files.writeString(top.resolve("min.js"), "a".repeat(5_000) + "needle" + "b".repeat(5_000));

        ToolResult found = tools.searchFiles("needle", false, "min.js");

        assertThat(found.text())
                .hasSizeLessThan(400)
                .startsWith("min.js:1: …aaa")
                .contains("needlebbb");
    }

    @Test
    void searchStopsAtAHundredMatches() throws Exception {
        Files.writeString(top.resolve("many.txt"), "match\n".repeat(1_000));

        ToolResult found = tools.searchFiles("match", false, null);

        assertThat(found.text().lines()).hasSize(101).last().asString().startsWith("[not all was searched");
    }

    @Test
    void filesThatAreNoTextAreLeftOutAndCounted() throws Exception {
        Files.write(top.resolve("logo.png"), new byte[] {0, 1, 2});

        ToolResult found = tools.searchFiles("shop", false, null);

        assertThat(found.text()).endsWith("[files left out, being no text or too big: 1]\n");
    }

    @Test
    void costlyExpressionIsRefused() throws Exception {
        ToolResult refused = tools.searchFiles("((a{1000}){1000}){1000}", true, null);

        assertThat(refused.outcome()).isEqualTo(Outcome.FAILED);
        assertThat(refused.text()).contains("repeats too much");
    }

    @Test
    void interruptStopsASearch() {
        Thread.currentThread().interrupt();

        assertThatThrownBy(() -> tools.searchFiles("total", false, null)).isInstanceOf(InterruptedException.class);
        assertThat(Thread.currentThread().isInterrupted()).isFalse();
    }

    @Test
    void interruptStopsAReading() {
        Thread.currentThread().interrupt();

        assertThatThrownBy(() -> tools.readFile("README.md", null, null)).isInstanceOf(InterruptedException.class);
        assertThat(Thread.currentThread().isInterrupted()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"a*", "?*a", "[a-b]*", "{a,aa}*"})
    void patternsOfManyStarsEndInTime(String piece) throws Exception {
        Path folder = top;
        for (int depth = 0; depth < 12; depth++) folder = Files.createDirectory(folder.resolve("a".repeat(250)));
        for (int i = 0; i < 3_000; i++) Files.createFile(folder.resolve("a".repeat(240) + i));
        String glob = (piece.repeat(99) + "b").substring(Math.max(0, piece.length() * 99 + 1 - 300));

        ToolResult listed = assertTimeoutPreemptively(Duration.ofSeconds(20), () -> tools.listFiles("**/" + glob));

        assertThat(listed.text()).containsAnyOf("No file matches.", "malformed", "there are more", "use at most 300");
    }

    @Test
    void searchHearsAnInterruptWithinALine() throws Exception {
        Files.writeString(top.resolve("long.txt"), ("a".repeat(9_999) + "\n").repeat(700));
        AtomicReference<Throwable> thrown = new AtomicReference<>();
        Thread searching = new Thread(() -> {
            try {
                tools.searchFiles("(a?){500}a{2}b", true, "long.txt");
            } catch (InterruptedException stopped) {
                thrown.set(stopped);
            }
        });

        searching.start();
        searching.interrupt();
        searching.join(TimeUnit.SECONDS.toMillis(10));

        assertThat(thrown.get()).isInstanceOf(InterruptedException.class);
    }

    @Test
    void searchThatTakesTooLongSaysThatItIsNotWhole() throws Exception {
        for (int i = 0; i < 9; i++) Files.writeString(top.resolve(i + ".txt"), "total\n");
        AtomicLong now = new AtomicLong();
        ConfinedFolder slow = ConfinedFolder.of(top).withClock(() -> now.addAndGet(TimeUnit.SECONDS.toNanos(1)));

        ToolResult found = new FileTools(slow).searchFiles("total", false, "*.txt");

        assertThat(found.text())
                .startsWith("0.txt:1: total\n")
                .contains("[not all was searched")
                .doesNotContain("8.txt");
    }

    @Test
    void searchThatIsGivenUpWithinALineSaysThatItIsNotWhole() throws Exception {
        Files.writeString(top.resolve("long.txt"), ("a".repeat(9_999) + "\n").repeat(700));
        AtomicLong now = new AtomicLong();
        ConfinedFolder slow = ConfinedFolder.of(top).withClock(() -> now.addAndGet(TimeUnit.SECONDS.toNanos(4)));

        ToolResult found = new FileTools(slow).searchFiles("(a?){500}a{2}b", true, "long.txt");

        assertThat(found.text()).contains("[not all was searched");
    }
}
