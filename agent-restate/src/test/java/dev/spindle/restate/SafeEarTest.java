package dev.spindle.restate;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.spindle.event.RunEvent;
import dev.spindle.event.RunEvent.At;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Without an engine: what a listener throws, on whatever thread of a step. */
class SafeEarTest {
    private static final RunEvent EVENT = new RunEvent.Resumed(new At(0, Instant.EPOCH), "owner", 1);

    private static void heard(Error thrown) {
        new SafeEar(event -> {
                    throw thrown;
                })
                .on(EVENT);
    }

    @Test
    void anErrorOfAListenerHarmsNoRun() {
        for (Error thrown :
                List.of(new AssertionError("strange"), new NoClassDefFoundError("gone"), new StackOverflowError()))
            assertDoesNotThrow(() -> heard(thrown));
    }

    @Test
    void whatKillsTheProcessEscapes() {
        assertThrows(OutOfMemoryError.class, () -> heard(new OutOfMemoryError("for a test")));
    }
}
