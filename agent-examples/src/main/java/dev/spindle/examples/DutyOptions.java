package dev.spindle.examples;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.function.IntSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** How a process that works until it is told to stop comes to its end, and tells meanwhile how it is. */
final class DutyOptions {
    @Option(
            names = "--patience",
            paramLabel = "SECONDS",
            description = "How long a drained worker waits for what it is at; 30 unless told.")
    private int patience = 30;

    @Option(
            names = "--health",
            paramLabel = "PORT",
            description = "Tell how it is at http://127.0.0.1:PORT/health; 0 for any port.")
    private @Nullable Integer health;

    /**
     * How long a drained worker waits.
     *
     * @throws UsageException if it is negative
     */
    Duration patience() {
        if (patience < 0) throw new UsageException("--patience is " + patience + "; it must not be negative");
        return Duration.ofSeconds(patience);
    }

    /** Begins to tell how it is, if that was asked for. */
    Health tell(Supplier<Health.Told> worker) {
        return Health.open(health, worker);
    }

    /**
     * Waits until the process is ended, or this thread is interrupted, and then drains.
     *
     * @param drain gives the exit code
     */
    static int untilToldToStop(IntSupplier drain) {
        CountDownLatch drained = new CountDownLatch(1);
        int[] exitCode = {ExitCode.GOOD};
        Thread hook = new Thread(
                () -> {
                    exitCode[0] = drain.getAsInt();
                    drained.countDown();
                },
                "drain-on-exit");
        Runtime.getRuntime().addShutdownHook(hook);
        try {
            drained.await();
            return exitCode[0];
        } catch (InterruptedException stopped) {
            Runtime.getRuntime().removeShutdownHook(hook);
            return drain.getAsInt();
        }
    }
}
