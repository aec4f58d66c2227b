package dev.spindle.bench.crash;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class UpTimesTest {
    private final UpTimes times = new UpTimes();

    private static Instant at(int second) {
        return Instant.EPOCH.plusSeconds(second);
    }

    private void up(int from, int until) {
        times.add(at(from), at(until));
    }

    private long seconds(int from, int until) {
        return times.between(at(from), at(until)).toSeconds();
    }

    @Test
    void whatSeveralWereUpCountsOnceAndWhatNobodyWasNotAtAll() {
        up(20, 30);
        up(0, 10);
        up(5, 12);
        up(6, 7);

        assertEquals(12 + 10, seconds(0, 40));
        assertEquals(12 - 8 + 5, seconds(8, 25));
        assertEquals(0, seconds(13, 19));
        assertEquals(1, seconds(6, 7));
        assertEquals(Duration.ZERO, new UpTimes().between(at(0), at(9)));
    }
}
