package dev.spindle.bench.speed;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The comparison with the official SDK can be made: both clients get their answers. */
class McpSpeedTest {
    @Test
    void bothClientsAreMeasured() throws IOException {
        // The system counts CPU time in hundredths of a second, and a few calls take less on a fast machine.
        McpSpeed speed = new McpSpeed(1, 200, new PrintStream(OutputStream.nullOutputStream()));

        List<McpSpeed.Row> rows = speed.measureHttp();

        assertThat(rows).hasSize(6).allSatisfy(row -> assertThat(row.ratio()).isPositive());
    }
}
