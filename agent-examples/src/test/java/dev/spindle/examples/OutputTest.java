package dev.spindle.examples;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spindle.examples.terminal.PlainStream;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What nobody got is not called a success. */
class OutputTest {
    @TempDir
    private Path scratch;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ask Why?",
                "ask --json Why?",
                "--help",
                "--version",
                "ask --help",
                "runs list",
                "runs show",
                "runs show --json",
                "runs diff",
                "runs diff --json",
                "runs replay",
                "runs fork --turn 0",
                "resume"
            })
    void outputThatCannotBeWrittenExitsWithOneAndSaysSo(String command) {
        List<String> arguments = new ArrayList<>(List.of(command.split(" ")));
        if (needsRun(command)) arguments.addAll(List.of(kept()));
        if (command.startsWith("runs diff")) arguments.add(arguments.get(arguments.size() - 1));

        ByteArrayOutputStream err = new ByteArrayOutputStream();
        int exitCode = Main.run(surroundings(new Full(), err), arguments.toArray(String[]::new));

        assertThat(err.toString(StandardCharsets.UTF_8))
                .contains("the answer could not be written to standard output: No space left on device");
        assertThat(exitCode).isEqualTo(1);
    }

    private static boolean needsRun(String command) {
        return command.startsWith("resume") || command.matches("runs (show|diff|replay|fork).*");
    }

    /** The id of a run that is kept. */
    private String kept() {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        Main.run(surroundings(out, new ByteArrayOutputStream()), "ask", "--json", "Why?");
        return new Ran(0, out.toString(StandardCharsets.UTF_8), "")
                .result()
                .get("runId")
                .string();
    }

    private Surroundings surroundings(OutputStream out, OutputStream err) {
        Map<String, String> environment =
                Map.of("SPINDLE_JOURNAL", scratch.resolve("spindle.db").toString());
        return new Surroundings(
                environment,
                new ByteArrayInputStream(new byte[0]),
                PlainStream.to(out),
                PlainStream.to(err),
                Optional::empty);
    }

    /** A full disk. */
    private static final class Full extends OutputStream {
        @Override
        public void write(int octet) throws IOException {
            throw new IOException("No space left on device");
        }
    }
}
