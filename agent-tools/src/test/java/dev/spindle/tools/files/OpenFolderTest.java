package dev.spindle.tools.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ReadableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OpenFolderTest {
    @TempDir
    Path machine;

    private Path top;

    @BeforeEach
    void aFolderBesideASecret() throws IOException {
        top = Files.createDirectories(machine.resolve("top/inner")).getParent();
        Files.writeString(top.resolve("inner/a.txt"), "public");
        Files.createDirectories(machine.resolve("outer"));
        Files.writeString(machine.resolve("outer/a.txt"), "secret");
    }

    @Test
    void folderSwappedForALinkAfterItWasOpenedLeadsNowhereElse() throws IOException {
        try (OpenFolder folder = OpenFolder.at(top);
                OpenFolder inner = folder.enter(Path.of("inner"))) {
            Files.move(top.resolve("inner"), machine.resolve("moved"));
            Files.createSymbolicLink(top.resolve("inner"), machine.resolve("outer"));

            try (ReadableByteChannel channel = inner.open(Path.of("a.txt"))) {
                assertThat(text(channel)).isEqualTo("public");
            }
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void linkInPlaceOfAFolderIsNotEntered(boolean secure) throws IOException {
        Files.createSymbolicLink(top.resolve("link"), machine.resolve("outer"));

        try (OpenFolder folder = open(secure)) {
            assertThatThrownBy(() -> folder.enter(Path.of("link"))).isInstanceOf(IOException.class);
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void linkInPlaceOfAFileIsNotOpened(boolean secure) throws IOException {
        Files.createSymbolicLink(top.resolve("link"), machine.resolve("outer/a.txt"));

        try (OpenFolder folder = open(secure)) {
            assertThatThrownBy(() -> folder.open(Path.of("link"))).isInstanceOf(IOException.class);
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void ordinaryFilesAreRead(boolean secure) throws IOException {
        try (OpenFolder folder = open(secure);
                OpenFolder inner = folder.enter(Path.of("inner"));
                ReadableByteChannel channel = inner.open(Path.of("a.txt"))) {
            assertThat(text(channel)).isEqualTo("public");
        }
    }

    @Test
    void folderSwappedForALinkAfterItWasOpenedIsNotWrittenThrough() throws IOException {
        try (OpenFolder folder = OpenFolder.at(top);
                OpenFolder inner = folder.enter(Path.of("inner"))) {
            Files.move(top.resolve("inner"), machine.resolve("moved"));
            Files.createSymbolicLink(top.resolve("inner"), machine.resolve("outer"));

            inner.replace(Path.of("a.txt"), new byte[] {'x'}, null);

            assertThat(machine.resolve("moved/a.txt")).hasContent("x");
            assertThat(machine.resolve("outer/a.txt")).hasContent("secret");
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void linkInPlaceOfAFileIsReplacedItself(boolean secure) throws IOException {
        Files.createSymbolicLink(top.resolve("link"), machine.resolve("outer/a.txt"));

        try (OpenFolder folder = open(secure)) {
            folder.replace(Path.of("link"), new byte[] {'x'}, null);
        }

        assertThat(top.resolve("link")).isRegularFile().hasContent("x");
        assertThat(machine.resolve("outer/a.txt")).hasContent("secret");
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void entriesAreBounded(boolean secure) throws IOException {
        for (int i = 0; i < 10; i++) {
            Files.writeString(top.resolve("file" + i), "");
        }

        try (OpenFolder folder = open(secure)) {
            assertThat(folder.entries(4)).hasSize(4);
        }
    }

    private OpenFolder open(boolean secure) throws IOException {
        return secure ? OpenFolder.at(top) : OpenFolder.checkedAt(top);
    }

    private static String text(ReadableByteChannel channel) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate(100);
        channel.read(buffer);
        return StandardCharsets.UTF_8.decode(buffer.flip()).toString();
    }
}
