package dev.spindle.tools.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.spindle.context.AgentException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ConfinedFolderTest {
    @TempDir
    Path machine;

    private Path top;

    @BeforeEach
    void aFolderBesideASecret() throws IOException {
        top = Files.createDirectories(machine.resolve("project"));
        Files.createDirectories(top.resolve("src/main"));
        Files.writeString(top.resolve("src/main/App.java"), "class App {}\n");
        Files.writeString(machine.resolve("secret.txt"), "the secret\n");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "../secret.txt",
                "src/../../secret.txt",
                "src/main/../../../secret.txt",
                "..",
                "/etc/passwd",
                "//etc/passwd",
                "C:\\secret.txt",
                "C:/secret.txt",
                "..\\secret.txt",
                "src\\main\\App.java",
                "src/main/App.java\0.txt",
                "src/\nmain/App.java",
                "file:///etc/passwd",
                "~/secret.txt",
                "",
                ".",
                "src",
                "src/main/App.java/x",
                "nowhere.txt",
            })
    void pathsThatLeadNowhereInTheFolderAreRefused(String hostile) {
        ConfinedFolder folder = ConfinedFolder.of(top);

        UnreadableFileException refused =
                catchThrowableOfType(UnreadableFileException.class, () -> folder.read(hostile));

        assertThat(refused.explanation()).doesNotContain(machine.toString()).doesNotContain("the secret");
    }

    @Test
    void refusalTellsWhatPathsLookLike() {
        ConfinedFolder folder = ConfinedFolder.of(top);

        assertThatThrownBy(() -> folder.read("../secret.txt"))
                .isInstanceOf(UnreadableFileException.class)
                .hasMessage(
                        "'../secret.txt' goes up with '..'. Paths are relative to the top folder and use '/', such as"
                                + " 'src/main/App.java'.");
    }

    @Test
    void endlessPathIsRefusedWithoutRepeatingIt() {
        ConfinedFolder folder = ConfinedFolder.of(top);

        assertThatThrownBy(() -> folder.read("a/".repeat(100_000)))
                .isInstanceOf(UnreadableFileException.class)
                .message()
                .hasSizeLessThan(200);
    }

    @Test
    void linkOutOfTheFolderIsRefused() throws IOException {
        Files.createSymbolicLink(top.resolve("notes.txt"), machine.resolve("secret.txt"));
        Files.createSymbolicLink(top.resolve("outside"), machine);
        ConfinedFolder folder = ConfinedFolder.of(top);

        assertThatThrownBy(() -> folder.read("notes.txt")).hasMessageContaining("leads out of the top folder");
        assertThatThrownBy(() -> folder.read("outside/secret.txt")).hasMessageContaining("leads out of the top folder");
    }

    @Test
    void linkWithinTheFolderIsFollowedAndNamedByItsTarget() throws IOException {
        Files.createSymbolicLink(top.resolve("code"), Path.of("src/main"));
        ConfinedFolder folder = ConfinedFolder.of(top);

        TextFile file = folder.read("code/App.java");

        assertThat(file.path()).isEqualTo("src/main/App.java");
        assertThat(file.lines()).containsExactly("class App {}");
    }

    @Test
    void linksInCirclesEnd() throws IOException {
        Files.createSymbolicLink(top.resolve("round"), Path.of("round"));
        Files.createSymbolicLink(top.resolve("src/up"), Path.of(".."));
        ConfinedFolder folder = ConfinedFolder.of(top);

        Listing listing = folder.files("**", 100);

        assertThatThrownBy(() -> folder.read("round")).isInstanceOf(UnreadableFileException.class);
        assertThat(listing.files()).extracting(Listing.Item::path).containsExactly("src/main/App.java");
        assertThat(listing.complete()).isTrue();
    }

    @Test
    void folderThatIsALinkIsItsTarget() throws IOException {
        Path link = Files.createSymbolicLink(machine.resolve("link"), top);

        TextFile file = ConfinedFolder.of(link).read("src/main/App.java");

        assertThat(file.lines()).containsExactly("class App {}");
    }

    @Test
    void folderBesideWithTheSameBeginningIsOutside() throws IOException {
        Files.createDirectories(machine.resolve("project-private"));
        Files.writeString(machine.resolve("project-private/key"), "x");
        Files.createSymbolicLink(top.resolve("link"), machine.resolve("project-private/key"));

        assertThatThrownBy(() -> ConfinedFolder.of(top).read("link")).hasMessageContaining("leads out");
    }

    @Test
    void versionControlDoesNotExist() throws IOException {
        Files.createDirectories(top.resolve(".git"));
        Files.writeString(top.resolve(".git/config"), "password");
        Files.createSymbolicLink(top.resolve("config"), Path.of(".git/config"));
        ConfinedFolder folder = ConfinedFolder.of(top);

        assertThat(folder.files("**", 100).files())
                .extracting(Listing.Item::path)
                .containsExactly("src/main/App.java");
        assertThatThrownBy(() -> folder.read(".git/config")).hasMessageStartingWith("There is no file");
        assertThatThrownBy(() -> folder.read("config")).hasMessageStartingWith("There is no file");
    }

    @Test
    void ownersHideMore() throws IOException {
        Files.createDirectories(top.resolve("target/classes"));
        Files.writeString(top.resolve("target/classes/a.txt"), "x");
        Files.writeString(top.resolve("src/.env"), "KEY=1");
        ConfinedFolder folder = ConfinedFolder.of(top).hiding("target/**", ".env");

        assertThat(folder.files("**", 100).files())
                .extracting(Listing.Item::path)
                .containsExactly("src/main/App.java");
        assertThatThrownBy(() -> folder.read("target/classes/a.txt")).hasMessageStartingWith("There is no file");
        assertThatThrownBy(() -> folder.read("src/.env")).hasMessageStartingWith("There is no file");
    }

    @Test
    void namesAreCompletedWithoutWhatIsHiddenOrIgnored() throws IOException {
        Files.createDirectories(top.resolve(".git"));
        Files.createDirectories(top.resolve("target/deep"));
        Files.writeString(top.resolve("target/out.log"), "");
        Files.writeString(top.resolve("a.log"), "");
        Files.writeString(top.resolve(".gitignore"), "target/\n*.log\n");
        Files.createSymbolicLink(top.resolve("outside"), machine);
        ConfinedFolder folder = ConfinedFolder.of(top);

        assertThat(folder.names("", name -> true, 10)).containsExactly(".gitignore", "src/");
        assertThat(folder.names("src/main/", name -> name.startsWith("A"), 10)).containsExactly("App.java");
        assertThat(folder.names("target", name -> true, 10)).containsExactly("deep/", "out.log");
        assertThat(folder.names("", name -> true, 1)).hasSize(1);
        for (String hostile : new String[] {"..", "outside", "/etc", ".git", "nowhere", "a.log"}) {
            assertThatThrownBy(() -> folder.names(hostile, name -> true, 10))
                    .isInstanceOf(UnreadableFileException.class);
        }
    }

    @Test
    void deviceThatNeverEndsIsRefused() {
        ConfinedFolder devices = ConfinedFolder.of(Path.of("/dev"));

        assertThatThrownBy(() -> devices.read("zero")).hasMessageContaining("not an ordinary file");
    }

    @Test
    void bigFileIsRefused() throws IOException {
        Files.writeString(top.resolve("big.txt"), "x".repeat(1_001));
        ConfinedFolder folder = ConfinedFolder.of(top).withMaxFileBytes(1_000);

        assertThatThrownBy(() -> folder.read("big.txt")).hasMessageContaining("bigger than 1000 bytes");
    }

    @Test
    void listingIsCutAtItsBound() throws IOException {
        for (int i = 0; i < 20; i++) {
            Files.writeString(top.resolve("file" + (char) ('a' + i)), "");
        }

        Listing listing = ConfinedFolder.of(top).files("file*", 3);

        assertThat(listing.files()).extracting(Listing.Item::path).containsExactly("filea", "fileb", "filec");
        assertThat(listing.complete()).isFalse();
    }

    @Test
    void foldersTooDeepAreReportedMissing() throws IOException {
        Files.createDirectories(top.resolve("d/".repeat(80)));
        Files.writeString(top.resolve("d/".repeat(80) + "deep.txt"), "");

        Listing listing = ConfinedFolder.of(top).files("deep.txt", 10);

        assertThat(listing.files()).isEmpty();
        assertThat(listing.complete()).isFalse();
    }

    @Test
    void missingFolderIsNamedToItsOwner() {
        assertThatThrownBy(() -> ConfinedFolder.of(machine.resolve("nowhere")))
                .isInstanceOf(AgentException.class)
                .hasMessageContaining("There is no folder at " + machine.resolve("nowhere"));
    }
}
