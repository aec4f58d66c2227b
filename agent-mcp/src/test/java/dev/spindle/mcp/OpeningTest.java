package dev.spindle.mcp;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class OpeningTest {
    private static final Duration LONG = Duration.ofSeconds(20);

    private final AtomicInteger missed = new AtomicInteger();
    private final Opening opening = new Opening(missed::incrementAndGet);

    @Test
    void whatIsThereInTimeHasMissedNothing() throws Exception {
        opening.done();

        assertThat(opening.await(LONG)).isTrue();
        opening.end();
        assertThat(missed).hasValue(0);
    }

    @Test
    void whatComesWhenNobodyWaitsAnyMoreMayHaveMissedSomething() throws Exception {
        assertThat(opening.await(Duration.ZERO)).isFalse();

        opening.done();

        assertThat(missed).hasValue(1);
    }

    @Test
    void whatWillNotComeIsNotWaitedFor() throws Exception {
        opening.end();

        assertThat(opening.await(LONG)).isTrue();
        assertThat(missed).hasValue(0);
    }
}
