package dev.spindle.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The command prints through two doors, which make all text plain; nothing else of it knows a stream or a terminal. */
class DoorTest {
    private static final Path SOURCES = Path.of("src/main/java/dev/spindle/examples");
    private static final Pattern PRINTS = Pattern.compile(
            "System\\.(out|err)\\b|\\bPrintStream\\b|\\bPrintWriter\\b|FileDescriptor|terminal\\.writer|printStackTrace\\(\\)");

    @Test
    void onlyTheDoorsPrint() throws IOException {
        Set<String> printing = new TreeSet<>();
        for (Path source : sources()) {
            if (PRINTS.matcher(Files.readString(source)).find()) {
                printing.add(SOURCES.relativize(source).toString());
            }
        }

        // Surroundings makes the doors of the process; CancelOnExit speaks through System.err, which Main has led to
        // one; McpServeCommand leads System.out there too, since standard output belongs to the protocol;
        // UrlSource names the writer that every DataSource has for its log, and gives one that leads nowhere.
        assertThat(printing)
                .containsExactly(
                        "CancelOnExit.java",
                        "McpServeCommand.java",
                        "Surroundings.java",
                        "UrlSource.java",
                        "terminal/Console.java",
                        "terminal/PlainStream.java");
    }

    /** The examples of the guide are programs of their own. */
    private static List<Path> sources() throws IOException {
        try (Stream<Path> files = Files.walk(SOURCES)) {
            return files.filter(file -> file.toString().endsWith(".java"))
                    .filter(file -> !file.startsWith(SOURCES.resolve("guide")))
                    .toList();
        }
    }
}
