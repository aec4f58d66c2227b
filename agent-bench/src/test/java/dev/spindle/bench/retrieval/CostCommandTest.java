package dev.spindle.bench.retrieval;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class CostCommandTest {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    private int run(String... arguments) throws Exception {
        return CostCommand.run(
                List.of(arguments),
                new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8));
    }

    @Test
    void eachCostIsPrinted() throws Exception {
        int exitCode = run("--texts", "2", "--passages", "40", "--queries", "3", "--files", "5");

        assertThat(exitCode).isZero();
        assertThat(out.toString(StandardCharsets.UTF_8).lines().toList())
                .hasSize(3)
                .satisfiesExactly(
                        line -> assertThat(line)
                                .matches("bge-small-en-v1.5-q: [0-9.]+ texts of 45 words a second on .*"),
                        line -> assertThat(line)
                                .matches("40 passages: query p50 .* ms\\); built in .* disk [0-9,]+ MB"),
                        line -> assertThat(line)
                                .matches("5 files: first start by words .* on the unchanged folder .*"));
    }

    @Test
    void unknownOptionIsNamed() throws Exception {
        assertThat(run("--pasages", "3")).isEqualTo(2);
        assertThat(err.toString(StandardCharsets.UTF_8)).contains("no option --pasages", CostCommand.USAGE);
    }
}
