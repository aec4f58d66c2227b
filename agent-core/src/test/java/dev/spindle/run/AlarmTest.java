package dev.spindle.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.spindle.context.Cancellation;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class AlarmTest {
    @Test
    void whoeverHearsOfItSlowlyKeepsNoOtherTimerWaiting() throws Exception {
        CountDownLatch heard = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        Cancellation cancellation = Cancellation.create();
        cancellation.onCancel(() -> {
            heard.countDown();
            try {
                goOn.await();
            } catch (InterruptedException stopped) {
                Thread.currentThread().interrupt();
            }
        });

        try (Alarm alarm = Alarm.after(Duration.ofMillis(1), cancellation, "late")) {
            heard.await();
            assertThat(alarm.rang()).isTrue();
            CompletableFuture<String> other = new CompletableFuture<String>().orTimeout(1, TimeUnit.MILLISECONDS);
            assertThatThrownBy(() -> other.get(20, TimeUnit.SECONDS)).hasCauseInstanceOf(TimeoutException.class);
        } finally {
            goOn.countDown();
        }
    }
}
