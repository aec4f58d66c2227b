package dev.spindle.tools.tests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeout;

import dev.spindle.tools.files.ConfinedFolder;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StackTraceTest {
    @TempDir
    Path project;

    @Test
    void filesOfManyFramesInManyModulesAreLookedForInBoundedTime() {
        Set<String> modules = IntStream.range(0, 500)
                .mapToObj(number -> "module" + number + "/")
                .collect(Collectors.toCollection(LinkedHashSet::new));
        String trace = IntStream.range(0, 300)
                .mapToObj(number -> "\tat far.away.Lib" + number + ".call(Lib" + number + ".java:7)")
                .collect(Collectors.joining("\n"));
        StackTrace traces = new StackTrace(ConfinedFolder.of(project), modules, Duration.ofMillis(100));

        assertTimeout(Duration.ofSeconds(5), () -> {
            for (int failure = 0; failure < 200; failure++)
                assertThat(traces.lines("home" + failure + "/", trace)).isEmpty();
        });
    }
}
