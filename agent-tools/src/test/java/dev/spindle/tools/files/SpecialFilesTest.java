package dev.spindle.tools.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import dev.spindle.tool.ToolResult;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Pipes, sockets and devices where files should be, also such as come while we look. */
class SpecialFilesTest {
    @TempDir
    Path top;

    @Test
    void pipeIsRefusedByEveryTool() throws Exception {
        pipe("pipe");
        FileTools tools = new FileTools(top);
        FileEditTools edits = new FileEditTools(top);

        assertTimeoutPreemptively(Duration.ofSeconds(30), () -> {
            assertThat(tools.readFile("pipe", null, null).text()).contains("not an ordinary file");
            assertThat(tools.listFiles("pipe/x").text()).isEqualTo("No file matches.");
            assertThat(tools.searchFiles("x", false, null).text()).startsWith("No line matches.");
            assertThat(edits.editFile("pipe", "a", "b").text()).contains("no ordinary file");
            assertThat(edits.writeFile("pipe/x", "b").text()).contains("cannot be written");
        });
    }

    @Test
    void socketIsRefused() throws Exception {
        try (ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            server.bind(UnixDomainSocketAddress.of(top.resolve("socket")));

            assertThat(new FileTools(top).readFile("socket", null, null).text()).contains("not an ordinary file");
        }
    }

    @Test
    void pipesThatComeAndGoDoNotHoldAReader() throws Exception {
        Files.writeString(top.resolve("original"), "text");
        ConfinedFolder folder = ConfinedFolder.of(top).withPatience(Duration.ofSeconds(1));
        AtomicBoolean stop = new AtomicBoolean();
        Thread swapper = new Thread(() -> swap(stop));
        swapper.start();

        try {
            assertTimeoutPreemptively(Duration.ofSeconds(60), () -> {
                for (int i = 0; i < 500; i++) readOrBeRefused(folder);
            });
        } finally {
            stop.set(true);
            swapper.join();
        }
    }

    @Test
    void pipeThatWasSwappedInDoesNotHoldTheCaller() throws Exception {
        Path pipe = pipe("pipe");
        PatientCalls calls = new PatientCalls(Duration.ofMillis(300));

        assertTimeoutPreemptively(
                Duration.ofSeconds(20),
                () -> assertThatThrownBy(() -> calls.call(() -> open(pipe)))
                        .isInstanceOf(UnreadableFileException.class)
                        .hasMessageContaining("did not answer"));

        // Lets the thread that was left behind go.
        Files.newByteChannel(pipe, StandardOpenOption.READ, StandardOpenOption.WRITE)
                .close();
    }

    @Test
    void callsThatAreStoppedAtAnyMomentGiveTheirPlacesBack() throws Exception {
        // Only a place that is missing takes so long.
        PatientCalls calls = new PatientCalls(Duration.ofSeconds(20));
        Thread caller = Thread.currentThread();
        AtomicInteger begun = new AtomicInteger();
        AtomicInteger stopped = new AtomicInteger();
        Thread stopping = new Thread(() -> stopEach(5_000, caller, begun, stopped));
        stopping.start();
        for (int call = 1; call <= 5_000; call++) {
            begun.set(call);
            try {
                calls.call(() -> "called");
            } catch (UnreadableFileException heard) {
                // where it was stopped is left to chance
            }
            while (stopped.get() < call) Thread.onSpinWait();
            Thread.interrupted();
        }
        stopping.join();

        for (int call = 0; call < 40; call++)
            assertThat(calls.call(() -> "called")).isEqualTo("called");
    }

    /** Stops each call once, somewhat after it has begun. */
    private static void stopEach(int calls, Thread caller, AtomicInteger begun, AtomicInteger stopped) {
        for (int call = 1; call <= calls; call++) {
            while (begun.get() < call) Thread.onSpinWait();
            for (int turn = 0; turn < call % 500; turn++) Thread.onSpinWait();
            caller.interrupt();
            stopped.set(call);
        }
    }

    @Test
    void openedPipeIsNotReadFrom() throws Exception {
        Path pipe = pipe("pipe");
        try (var writer = Files.newByteChannel(pipe, StandardOpenOption.READ, StandardOpenOption.WRITE);
                var reader = Files.newByteChannel(pipe)) {
            assertThatThrownBy(reader::position).isInstanceOf(IOException.class);
            assertThat(writer.isOpen()).isTrue();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"zero", "null", "full", "random", "tty"})
    void devicesAreRefused(String device) {
        ConfinedFolder devices = ConfinedFolder.of(Path.of("/dev"));

        ToolResult read = assertTimeoutPreemptively(
                Duration.ofSeconds(20), () -> new FileTools(devices).readFile(device, null, null));

        assertThat(read.text()).startsWith("'" + device + "' cannot be read").contains("not an ordinary file");
    }

    private static boolean open(Path pipe) {
        try (var channel = Files.newByteChannel(pipe)) {
            return channel.isOpen();
        } catch (IOException broken) {
            return false;
        }
    }

    private static void readOrBeRefused(ConfinedFolder folder) {
        try {
            assertThat(folder.read("file").lines()).containsExactly("text");
            assertThat(folder.readBytes("file"))
                    .asString(StandardCharsets.UTF_8)
                    .isEqualTo("text");
        } catch (UnreadableFileException refused) {
            assertThat(refused.explanation()).containsAnyOf("not an ordinary file", "no file", "did not answer");
        }
    }

    private void swap(AtomicBoolean stop) {
        try {
            while (!stop.get()) {
                Files.move(pipe("next"), top.resolve("file"), StandardCopyOption.ATOMIC_MOVE);
                for (int i = 0; i < 50; i++) {
                    Files.createLink(top.resolve("again"), top.resolve("original"));
                    Files.move(top.resolve("again"), top.resolve("file"), StandardCopyOption.ATOMIC_MOVE);
                    Files.deleteIfExists(top.resolve("again"));
                }
            }
        } catch (IOException | InterruptedException broken) {
            throw new IllegalStateException(broken);
        }
    }

    private Path pipe(String name) throws IOException, InterruptedException {
        assertThat(new ProcessBuilder("mkfifo", top.resolve(name).toString())
                        .start()
                        .waitFor())
                .isZero();
        return top.resolve(name);
    }
}
