package dev.spindle.run;

import dev.spindle.context.Cancellation;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Cancels something when its time is up, unless closed before. */
final class Alarm implements AutoCloseable {
    private final CompletableFuture<@Nullable Void> ringing = new CompletableFuture<>();
    private volatile boolean rang;

    private Alarm() {}

    /** An alarm after the given time; null for one that never rings. */
    static Alarm after(@Nullable Duration time, Cancellation cancellation, String reason) {
        Alarm alarm = new Alarm();
        if (time == null) return alarm;
        alarm.ringing
                .orTimeout(Math.max(1, time.toMillis()), TimeUnit.MILLISECONDS)
                .exceptionally(timeout -> {
                    alarm.rang = true;
                    // Whoever hears of it may take long, and this thread rings for everybody.
                    Workers.start(() -> cancellation.cancel(reason));
                    return null;
                });
        return alarm;
    }

    boolean rang() {
        return rang;
    }

    @Override
    public void close() {
        ringing.complete(null);
    }
}
