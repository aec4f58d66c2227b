package dev.spindle.tools.tests;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spindle.tools.files.TextFile;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class KnownFilesTest {
    private final List<String> read = new ArrayList<>();

    private Optional<TextFile> read(String name) {
        read.add(name);
        return name.startsWith("none")
                ? Optional.empty()
                : Optional.of(new TextFile(name, "UTF-8", List.of("x".repeat(1 << 20))));
    }

    @Test
    void aFileIsReadOnce() {
        KnownFiles files = new KnownFiles(KnownFiles.MAX_TIME);

        for (int time = 0; time < 3; time++) {
            assertThat(files.find("a", this::read)).isPresent();
            assertThat(files.find("none", this::read)).isEmpty();
        }

        assertThat(read).containsExactly("a", "none");
    }

    @Test
    void manyLargeFilesFillNoMemory() {
        KnownFiles files = new KnownFiles(KnownFiles.MAX_TIME);
        long before = used();

        for (int file = 0; file < 400; file++) files.find("a" + file, this::read);

        assertThat(used() - before).isLessThan(100L << 20);
        assertThat(files.find("a0", this::read)).isPresent();
    }

    private static long used() {
        System.gc();
        return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
    }

    @Test
    void noFileIsReadWhenItsTimeIsUp() {
        KnownFiles files = new KnownFiles(Duration.ZERO);

        assertThat(files.find("a", this::read)).isEmpty();
        assertThat(read).isEmpty();
    }
}
