package dev.spindle.retrieval;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spindle.tools.files.ConfinedFolder;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The next start on many files that nobody has touched; {@code -Dspindle.files=10000} makes more of them. */
class UnchangedFolderTest {
    private static final int FILES = Integer.getInteger("spindle.files", 1_000);
    private static final FileTime LONG_AGO = FileTime.from(Instant.ofEpochSecond(1_700_000_000L));
    /** What 10,000 files may take is 2 s; less are allowed their share, and half a second for all that is done once. */
    private static final Duration ALLOWED = Duration.ofMillis(FILES < 10_000 ? 500 + FILES / 5 : 2_000);

    @TempDir
    private Path docs;

    @TempDir
    private Path place;

    @Test
    void isOpenedWithoutReadingAnyOfThem() throws IOException {
        for (int i = 0; i < FILES; i++) {
            Path folder = Files.createDirectories(docs.resolve("part" + i % 50));
            Path file = Files.writeString(
                    folder.resolve("d" + i + ".md"), "# Number " + i + "\n\nThis is text " + i + ".\n");
            Files.setLastModifiedTime(file, LONG_AGO);
        }
        IndexSettings settings = IndexSettings.WORDS.keptIn(place.resolve("index"));
        DocumentIndex.open(ConfinedFolder.of(docs), settings, (done, total) -> {})
                .close();

        Duration taken = start(settings);
        // On a crowded core, before the code is compiled, one start may take several times as long; not each of three.
        for (int more = 0; more < 2 && taken.compareTo(ALLOWED) >= 0; more++) taken = start(settings);

        assertThat(taken).isLessThan(ALLOWED);
    }

    private Duration start(IndexSettings settings) {
        long before = processorNanos();
        try (DocumentIndex index = DocumentIndex.open(ConfinedFolder.of(docs), settings, (done, total) -> {
            throw new AssertionError("a file was read");
        })) {
            Duration taken = Duration.ofNanos(processorNanos() - before);
            System.out.println("start on " + FILES + " unchanged files: " + taken.toMillis() + " ms of a processor");
            assertThat(index.documents()).isEqualTo(FILES);
            return taken;
        }
    }

    /** Of this thread: what other work there is on the machine does not count. */
    private static long processorNanos() {
        return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
    }
}
