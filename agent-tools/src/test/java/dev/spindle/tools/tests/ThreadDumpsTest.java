package dev.spindle.tools.tests;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spindle.tools.process.ProcessTree;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ThreadDumpsTest {
    @TempDir
    private Path folder;

    /** Hangs. */
    static final class Hanging {
        public static void main(String[] arguments) throws Exception {
            Files.createFile(Path.of("hangs"));
            while (true) Thread.onSpinWait();
        }
    }

    @Test
    void whereAJavaProcessHangsIsTold() throws Exception {
        List<String> command = List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                Hanging.class.getName());
        try (ProcessTree tree = ProcessTree.start(command, folder, Map.of())) {
            while (!Files.exists(folder.resolve("hangs"))) tree.follow(Duration.ofMillis(20), (bytes, count) -> {});

            String dump = ThreadDumps.of(tree.descendants());

            assertThat(dump).startsWith("\"main\" ").contains("ThreadDumpsTest$Hanging.main(ThreadDumpsTest.java:");
        }
    }
}
