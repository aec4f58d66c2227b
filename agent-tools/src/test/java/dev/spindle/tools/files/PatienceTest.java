package dev.spindle.tools.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Loops over what others wrote end when their time is up, or their thread is interrupted. */
class PatienceTest {
    private static final String LETTERS = "ab".repeat(500_000);

    @AfterEach
    void heard() {
        Thread.interrupted();
    }

    static Stream<Consumer<Patience>> loops() {
        return Stream.of(
                patience -> PassageSearch.places(LETTERS, "abab!", 10, patience),
                patience -> PassageSearch.places("!" + LETTERS, LETTERS, 10, patience),
                patience -> LinePattern.of("(a|b)*(ba)+!", true).find(LETTERS, patience),
                patience -> {
                    while (true) patience.step();
                });
    }

    @ParameterizedTest
    @MethodSource("loops")
    void theyEndWhenTheirTimeIsUp(Consumer<Patience> loop) {
        AtomicLong clock = new AtomicLong();
        Patience patience = new Patience(Duration.ofSeconds(1), () -> clock.getAndAdd(2_000_000_000));

        assertThatThrownBy(() -> loop.accept(patience))
                .isInstanceOf(UnreadableFileException.class)
                .hasMessageContaining("longer than 1 s");
    }

    @ParameterizedTest
    @MethodSource("loops")
    void theyEndWhenTheirThreadIsInterruptedAndLeaveItSo(Consumer<Patience> loop) {
        Patience patience = new Patience(Duration.ofDays(1));
        Thread.currentThread().interrupt();

        assertThatThrownBy(() -> loop.accept(patience)).isInstanceOf(UnreadableFileException.class);
        assertThat(Thread.currentThread().isInterrupted()).isTrue();
    }
}
