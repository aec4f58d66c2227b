package dev.spindle.tools.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import dev.spindle.message.ToolMessage.Outcome;
import dev.spindle.tool.ToolResult;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FileEditToolsTest {
    @TempDir
    Path machine;

    private Path top;
    private FileEditTools tools;

    @BeforeEach
    void aSmallProjectBesideASecret() throws IOException {
        top = Files.createDirectories(machine.resolve("project/src")).getParent();
        Files.writeString(top.resolve("src/Cart.java"), "class Cart {\n  int total;\n}\n");
        Files.writeString(machine.resolve("secret.txt"), "the secret\n");
        tools = new FileEditTools(top);
    }

    @Test
    void fileIsCreatedWithTheFoldersAboveIt() throws Exception {
        ToolResult created = tools.writeFile("docs/guide/intro.md", "# Intro\n\nHello.\n");

        assertThat(created).isEqualTo(ToolResult.text("Created docs/guide/intro.md with 3 lines."));
        assertThat(top.resolve("docs/guide/intro.md")).hasContent("# Intro\n\nHello.\n");
    }

    @Test
    void replacedFileIsAnsweredWithWhatChanged() throws Exception {
        ToolResult changed = tools.writeFile("src/Cart.java", "class Cart {\n  long total;\n}\n");

        assertThat(changed.text()).isEqualTo("""
                Changed src/Cart.java; lines added: 1, removed: 1.
                @@ -1,3 +1,3 @@
                 class Cart {
                -  int total;
                +  long total;
                 }
                """);
        assertThat(top.resolve("src/Cart.java")).hasContent("class Cart {\n  long total;\n}\n");
    }

    @Test
    void onePassageIsReplaced() throws Exception {
        ToolResult changed = tools.editFile("src/Cart.java", "int total", "int total = 0");

        assertThat(changed.text()).contains("-  int total;\n+  int total = 0;\n");
        assertThat(Files.readString(top.resolve("src/Cart.java"))).isEqualTo("class Cart {\n  int total = 0;\n}\n");
    }

    @Test
    void passageThatOccursOftenIsNotReplaced() throws Exception {
        Files.writeString(top.resolve("twice.txt"), "one\ntwo\none\n");

        ToolResult refused = tools.editFile("twice.txt", "one", "1");

        assertThat(refused)
                .isEqualTo(ToolResult.failed("old_text occurs 2 times in 'twice.txt', on the lines 1, 3."
                        + " Add lines around the one that is meant, so that it occurs once."));
        assertThat(top.resolve("twice.txt")).hasContent("one\ntwo\none\n");
    }

    @Test
    void passageWithOtherSpacesIsAnsweredWithWhereToLook() throws Exception {
        ToolResult refused = tools.editFile("src/Cart.java", "    int total;\n", "");

        assertThat(refused)
                .isEqualTo(ToolResult.failed("old_text does not occur in 'src/Cart.java'. Its first line stands on the"
                        + " lines 2, but with other spaces or followed by something else: read the file there."));
    }

    @Test
    void passageThatIsNowhereIsSaidToBe() throws Exception {
        ToolResult refused = tools.editFile("src/Cart.java", "float sum", "double sum");

        assertThat(refused.text()).endsWith("Read the file and copy the passage from it.");
        assertThat(refused.outcome()).isEqualTo(Outcome.FAILED);
    }

    @Test
    void editsWithoutSenseAreRefused() throws Exception {
        assertThat(tools.editFile("src/Cart.java", "", "x").text()).startsWith("old_text is empty");
        assertThat(tools.editFile("src/Cart.java", "int", "int").text()).contains("are the same");
        assertThat(tools.editFile("src/None.java", "int", "long").text()).contains("Create it with write_file");
    }

    @Test
    void hugeNumbersOfPlacesAreNotCounted() throws Exception {
        Files.writeString(top.resolve("many.txt"), "a".repeat(1_000_000));

        ToolResult refused = tools.editFile("many.txt", "a", "b");

        assertThat(refused.text()).contains("1000 times or more", ", …");
    }

    @Test
    void lineEndsOfTheFileStay() throws Exception {
        Files.writeString(top.resolve("dos.txt"), "one\r\ntwo\r\nthree\r\n");

        tools.editFile("dos.txt", "one\ntwo\n", "1\n2\n");

        assertThat(Files.readString(top.resolve("dos.txt"))).isEqualTo("1\r\n2\r\nthree\r\n");
    }

    @Test
    void byteOrderMarkStays() throws Exception {
        Files.writeString(top.resolve("marked.txt"), "\uFEFFone\n");

        tools.editFile("marked.txt", "one", "two");

        assertThat(Files.readString(top.resolve("marked.txt"))).isEqualTo("\uFEFFtwo\n");
    }

    @Test
    void permissionsStay() throws Exception {
        Path script = Files.writeString(top.resolve("run.sh"), "exit 1\n");
        Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwxrwx--x"));

        tools.editFile("run.sh", "1", "0");

        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(script)))
                .isEqualTo("rwxrwx--x");
    }

    @ParameterizedTest
    @ValueSource(strings = {"ISO-8859-1", "windows-1252", "UTF-8", "UTF-16LE", "UTF-16BE"})
    void encodingOfTheFileStays(String name) throws Exception {
        Charset charset = Charset.forName(name);
        String mark = name.startsWith("UTF-16") ? "\uFEFF" : "";
        String quoted = name.equals("windows-1252") ? "\u201Cnäh\u201D\n" : "näh\n";
        Files.write(top.resolve("old.txt"), (mark + quoted + "alt\n").getBytes(charset));

        tools.editFile("old.txt", "alt", "größer");

        assertThat(top.resolve("old.txt")).hasBinaryContent((mark + quoted + "größer\n").getBytes(charset));
    }

    @Test
    void characterThatTheEncodingHasNotIsRefused() throws Exception {
        byte[] latin1 = {'n', (byte) 0xE4, 'h', '\n'};
        Files.write(top.resolve("old.txt"), latin1);

        ToolResult refused = tools.writeFile("old.txt", "\u20AC");

        assertThat(refused.text()).contains("ISO-8859-1, the encoding of the file, has not");
        assertThat(top.resolve("old.txt")).hasBinaryContent(latin1);
    }

    @Test
    void binaryFileIsLeftAsItIs() throws Exception {
        byte[] binary = {1, 0, 2, (byte) 0xFF};
        Files.write(top.resolve("a.bin"), binary);

        assertThat(tools.writeFile("a.bin", "x").text()).contains("it is binary");
        assertThat(top.resolve("a.bin")).hasBinaryContent(binary);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "../secret.txt",
                "src/../../secret.txt",
                "/tmp/secret.txt",
                "..\\secret.txt",
                "C:/secret.txt",
                "new\nline.txt",
                "",
                ".",
                "src",
                "src/Cart.java/x",
                ".git/hooks/pre-commit",
                "src/.GIT/config",
            })
    void pathsThatMayNotBeWrittenAreRefused(String hostile) throws Exception {
        ToolResult refused = tools.writeFile(hostile, "x");

        assertThat(refused.outcome()).isEqualTo(Outcome.FAILED);
        assertThat(refused.text()).doesNotContain(machine.toString());
        assertThat(machine.resolve("secret.txt")).hasContent("the secret\n");
        assertThat(top.resolve(".git")).doesNotExist();
    }

    @Test
    void linksAreNotWrittenThrough() throws Exception {
        Files.createSymbolicLink(top.resolve("notes.txt"), machine.resolve("secret.txt"));
        Files.createSymbolicLink(top.resolve("outside"), machine);
        Files.createSymbolicLink(top.resolve("dangling"), machine.resolve("new.txt"));
        Files.createSymbolicLink(top.resolve("code"), Path.of("src"));

        for (String path :
                new String[] {"notes.txt", "outside/secret.txt", "outside/new.txt", "dangling", "code/A.java"}) {
            assertThat(tools.writeFile(path, "x").outcome()).as(path).isEqualTo(Outcome.FAILED);
        }

        assertThat(machine.resolve("secret.txt")).hasContent("the secret\n");
        assertThat(machine.resolve("new.txt")).doesNotExist();
        assertThat(top.resolve("src/A.java")).doesNotExist();
    }

    @Test
    void fileThatHasASecondNameOutsideIsReplacedNotWrittenThrough() throws Exception {
        Files.createLink(top.resolve("linked.txt"), machine.resolve("secret.txt"));

        tools.writeFile("linked.txt", "public\n");

        assertThat(top.resolve("linked.txt")).hasContent("public\n");
        assertThat(machine.resolve("secret.txt")).hasContent("the secret\n");
    }

    @Test
    void whatOwnersHideIsNotWritten() throws Exception {
        FileEditTools careful = new FileEditTools(ConfinedFolder.of(top).hiding(".env", "target/**"));

        assertThat(careful.writeFile(".env", "KEY=1").text()).contains("may not be written");
        assertThat(careful.writeFile("target/a.txt", "x").text()).contains("may not be written");
    }

    @Test
    void textThatIsTooBigIsRefused() throws Exception {
        FileEditTools small = new FileEditTools(ConfinedFolder.of(top).withMaxFileBytes(1_000));

        assertThat(small.writeFile("big.txt", "x".repeat(1_001)).text()).contains("bigger than 1000 bytes");
        assertThat(top.resolve("big.txt")).doesNotExist();
    }

    @ParameterizedTest
    @ValueSource(strings = {"a", "b"})
    void manyMegabytesOfOneLetterAreSearchedInTime(String last) throws Exception {
        String letters = "a".repeat(7_000_000);
        Files.writeString(top.resolve("letters.txt"), letters + "b" + letters.substring(6_000_000));
        String oldText = letters.substring(4_000_000) + last + "a".repeat(500_000);

        ToolResult result =
                assertTimeoutPreemptively(Duration.ofSeconds(20), () -> tools.editFile("letters.txt", oldText, "c"));

        assertThat(result.text()).contains(last.equals("a") ? "1000 times or more" : "Changed letters.txt");
    }

    @Test
    void longLinesThatDifferAtTheirEndAreComparedInTime() throws Exception {
        String before = sameStart(1_900, 4_000, "a");
        Files.writeString(top.resolve("long.txt"), before);

        ToolResult changed = assertTimeoutPreemptively(
                Duration.ofSeconds(20), () -> tools.writeFile("long.txt", sameStart(1_900, 4_000, "b")));

        assertThat(changed.text()).startsWith("Changed long.txt; lines added: 1900, removed: 1900.");
    }

    @Test
    void millionsOfLinesAreChangedInTime() throws Exception {
        Files.writeString(top.resolve("lines.txt"), "\n".repeat(7_000_000) + "end");

        ToolResult changed =
                assertTimeoutPreemptively(Duration.ofSeconds(20), () -> tools.editFile("lines.txt", "end", "start"));

        assertThat(changed.text())
                .isEqualTo(
                        "Changed lines.txt, which has too many lines to show what changed; characters before: 7000003,"
                                + " now: 7000005.");
    }

    @Test
    void interruptIsHeardWhereAnotherCallChangesFiles() throws Exception {
        AtomicReference<Throwable> thrown = new AtomicReference<>();
        Files.writeString(top.resolve("one.txt"), "one");
        Thread second = new Thread(() -> {
            try {
                tools.editFile("one.txt", "one", "two");
            } catch (InterruptedException stopped) {
                thrown.set(stopped);
            }
        });

        second.start();
        second.interrupt();
        second.join(TimeUnit.SECONDS.toMillis(20));

        assertThat(second.isAlive()).isFalse();
        assertThat(Files.readString(top.resolve("one.txt"))).isIn("one", "two");
    }

    @ParameterizedTest
    @ValueSource(strings = {"r--r--r--", "r-xr-xr-x", "---------"})
    void readOnlyFileIsLeftAsItIs(String permissions) throws Exception {
        Path locked = Files.writeString(top.resolve("locked.txt"), "as it is");
        Files.setPosixFilePermissions(locked, PosixFilePermissions.fromString(permissions));

        ToolResult written = tools.writeFile("locked.txt", "other");

        assertThat(written.outcome()).isEqualTo(Outcome.FAILED);
        Files.setPosixFilePermissions(locked, PosixFilePermissions.fromString("rw-r--r--"));
        assertThat(locked).hasContent("as it is");
    }

    @Test
    void readOnlyFileIsSaidToBe() throws Exception {
        Path locked = Files.writeString(top.resolve("locked.txt"), "as it is");
        Files.setPosixFilePermissions(locked, PosixFilePermissions.fromString("r--r--r--"));

        assertThat(tools.editFile("locked.txt", "as", "so"))
                .isEqualTo(
                        ToolResult.failed("'locked.txt' is read-only and was left as it is. Choose another file, or ask"
                                + " its owner to make it writable."));
    }

    private static String sameStart(int lines, int length, String end) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < lines; i++)
            text.append("x".repeat(length - 4)).append(1_000 + i).append(end).append('\n');
        return text.toString();
    }

    @Test
    void halfACharacterIsRefused() throws Exception {
        assertThat(tools.writeFile("half.txt", "\uD83D").text()).contains("half a character");
    }

    @Test
    void nothingIsLeftBehind() throws Exception {
        tools.writeFile("a.txt", "x");
        Files.createDirectories(top.resolve("folder/inner"));
        tools.writeFile("folder", "x");

        try (Stream<Path> left = Files.list(top)) {
            assertThat(left.map(file -> file.getFileName().toString()))
                    .containsExactlyInAnyOrder("src", "a.txt", "folder");
        }
    }

    @Test
    void interruptStopsAWriting() {
        Thread.currentThread().interrupt();

        assertThatThrownBy(() -> tools.writeFile("a.txt", "x")).isInstanceOf(InterruptedException.class);
        assertThat(Thread.currentThread().isInterrupted()).isFalse();
        assertThat(top.resolve("a.txt")).doesNotExist();
    }

    @ParameterizedTest
    @ValueSource(strings = {"one\r\ntwo\nthree\r\n", "one\ntwo\r\nthree\n", "one\rtwo\rthree\r", "one\r\ntwo\r\nthree"})
    void passageIsFoundWhicheverWayItsLinesEndAndTheOthersStay(String file) throws Exception {
        Files.writeString(top.resolve("mixed.txt"), file);

        ToolResult changed = tools.editFile("mixed.txt", "one\ntwo", "one\n2");

        assertThat(changed.outcome()).as(changed.text()).isEqualTo(Outcome.OK);
        assertThat(Files.readString(top.resolve("mixed.txt"))).isEqualTo(file.replace("two", "2"));
    }

    @Test
    void passagesThatDifferInTheirLineEndsAloneAreTwo() throws Exception {
        Files.writeString(top.resolve("twice.txt"), "a\r\nb\nc\na\nb\n");

        ToolResult refused = tools.editFile("twice.txt", "a\nb", "x");

        assertThat(refused.text()).contains("occurs 2 times", "on the lines 1, 4");
    }

    @Test
    void markAtTheBeginningStaysWhenTheFirstLineIsEditedOrTheFileIsWritten() throws Exception {
        Files.writeString(top.resolve("marked.txt"), "\uFEFFone\r\ntwo\r\n");

        tools.editFile("marked.txt", "one\n", "1\n");
        String edited = Files.readString(top.resolve("marked.txt"));
        tools.writeFile("marked.txt", "uno\ndue\n");

        assertThat(edited).isEqualTo("\uFEFF1\r\ntwo\r\n");
        assertThat(Files.readString(top.resolve("marked.txt"))).isEqualTo("\uFEFFuno\r\ndue\r\n");
    }
}
