package dev.spindle.tools.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import com.sun.management.ThreadMXBean;
import dev.spindle.message.ToolMessage.Outcome;
import dev.spindle.tool.ToolResult;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Patches and files that are out to take time or memory, and patches that are stopped half-way. */
class PatchLimitsTest {
    private static final int MANY = 60;

    @TempDir
    Path top;

    @Test
    void emptyLinesWithoutEndBehindAHunkTakeNoTime() throws Exception {
        Files.writeString(top.resolve("a.txt"), "a\n");
        String patch = "--- a/a.txt\n+++ b/a.txt\n@@ -1 +1 @@\n-a\n+b\n" + "\n".repeat(1_000_000);

        ToolResult patched =
                assertTimeoutPreemptively(Duration.ofSeconds(20), () -> new FileEditTools(top).applyPatch(patch));

        assertThat(patched.outcome()).as(patched.text()).isEqualTo(Outcome.OK);
        assertThat(Files.readString(top.resolve("a.txt"))).isEqualTo("b\n");
    }

    @Test
    void aPatchThatIsStoppedHalfWayIsTakenBack() throws Exception {
        StringBuilder patch = new StringBuilder();
        for (int each = 0; each < MANY; each++)
            patch.append("--- a/%1$s\n+++ b/%1$s\n@@ -1 +1 @@\n-old\n+new\n".formatted(name(each)));
        FileEditTools tools = new FileEditTools(top);

        // A patch takes milliseconds, and may be whole before this thread comes to stop it: then there is another.
        int whole = 0;
        while (!isStoppedHalfWay(tools, patch.toString())) assertThat(++whole).isLessThan(30);

        // The next change waits until all is as it was.
        assertThat(tools.writeFile("next.txt", "x").outcome()).isEqualTo(Outcome.OK);
        for (int each = 0; each < MANY; each++)
            assertThat(Files.readString(top.resolve(name(each)))).as(name(each)).isEqualTo("old\n");
    }

    /** Stops a patch when its first file is changed; false if it was whole before. */
    private boolean isStoppedHalfWay(FileEditTools tools, String patch) throws Exception {
        for (int each = 0; each < MANY; each++) Files.writeString(top.resolve(name(each)), "old\n");
        CompletableFuture<Boolean> stopped = new CompletableFuture<>();
        Thread patching = new Thread(() -> {
            try {
                tools.applyPatch(patch);
                stopped.complete(false);
            } catch (InterruptedException heard) {
                stopped.complete(true);
            }
        });
        patching.start();
        while (!stopped.isDone() && Files.readString(top.resolve(name(0))).equals("old\n")) Thread.onSpinWait();

        patching.interrupt();

        return stopped.get();
    }

    private static String name(int each) {
        return "file" + each + ".txt";
    }

    @Test
    void linesOfAFileTakeNoMoreMemoryThanAFewTimesItsSize() {
        byte[] file = "a\n".repeat(4 << 20).getBytes(StandardCharsets.UTF_8);

        long before = allocated();
        TextFile text = TextFile.decode("a.txt", file);
        long bytes = allocated() - before;

        assertThat(text.lines()).hasSize(4 << 20).endsWith("a");
        assertThat(bytes).isLessThan(16L * file.length);
    }

    @Test
    void patchesOfTooMuchTextAreRefused() throws IOException {
        StringBuilder patch = new StringBuilder();
        String big = "old\n" + "x".repeat(8_000_000);
        for (int each = 0; each < 6; each++) {
            Files.writeString(top.resolve(name(each)), big);
            patch.append("--- a/%1$s\n+++ b/%1$s\n@@ -1 +1 @@\n-old\n+new\n".formatted(name(each)));
        }

        assertThatThrownBy(() -> new Patching(ConfinedFolder.of(top)).apply(patch.toString()))
                .isInstanceOf(UnreadableFileException.class)
                .hasMessage(
                        "The patch changes files of more than 67108864 characters in all, before and after. Nothing was"
                                + " changed. Patch fewer files at a time.");
        assertThat(Files.readString(top.resolve(name(0)))).startsWith("old");
    }

    private static long allocated() {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        return threads.getThreadAllocatedBytes(Thread.currentThread().getId());
    }
}
