package dev.spindle.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the commands make for somebody, somebody else cannot read. */
class OwnersFilesTest {
    private ChatServer server;

    @TempDir
    private Path scratch;

    private Path home;
    private Path project;

    @BeforeEach
    void open() throws IOException {
        server = new ChatServer();
        home = scratch.resolve("home");
        project = Files.createDirectory(scratch.resolve("project"));
        Files.writeString(project.resolve("notes.txt"), "milk\n");
    }

    @AfterEach
    void close() {
        server.close();
    }

    private Map<String, String> environment(String journal) {
        Map<String, String> environment = new HashMap<>(server.environment());
        environment.put("HOME", home.toString());
        environment.put("SPINDLE_JOURNAL", journal);
        return environment;
    }

    private void assertPrivate(Path under) throws IOException {
        assertThat(under).exists();
        List<String> open = new ArrayList<>();
        try (Stream<Path> all = Files.walk(under)) {
            for (Path path : all.toList())
                if (!isPrivate(path) && !isBehindAPrivateFolder(under, path))
                    open.add(scratch.relativize(path).toString());
        }
        assertThat(open).isEmpty();
    }

    private static boolean isPrivate(Path path) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(path))
                .endsWith("------");
    }

    private static boolean isBehindAPrivateFolder(Path top, Path path) throws IOException {
        for (Path folder = path.getParent(); folder.startsWith(top); folder = folder.getParent())
            if (isPrivate(folder)) return true;
        return false;
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "home/runs/spindle.db", "home/runs/folder"})
    void runsTheirJobsAndChatsAreTheirOwners(String journal) throws IOException {
        String place = journal.isEmpty() ? "" : scratch.resolve(journal).toString();
        server.says("One.")
                .calls("write_file", "{\"path\":\"a.txt\",\"content\":\"x\"}")
                .says("x".repeat(100_000));

        Ran.fed(
                "Hello.\n/save " + scratch.resolve("chat.json") + "\nWrite.\n",
                environment(place),
                "chat",
                "--base-url",
                server.baseUrl(),
                "--dir",
                project.toString());
        Ran.here(environment(place), "ask", "--dir", project.toString(), "--base-url", server.baseUrl(), "What?");

        assertPrivate(home);
        assertThat(isPrivate(scratch.resolve("chat.json"))).isTrue();
    }

    @Test
    void indexesAreTheirOwners() throws IOException {
        Ran ran = Ran.here(environment("none"), "index", project.toString(), "--lexical");

        assertThat(ran.exitCode()).isZero();
        assertPrivate(home);
    }
}
