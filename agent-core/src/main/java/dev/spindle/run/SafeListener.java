package dev.spindle.run;

import dev.spindle.event.RunEvent;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Keeps what a listener throws away from the run. */
record SafeListener(RunListener listener) implements RunListener {
    private static final Logger log = LoggerFactory.getLogger(RunListener.class);

    @Override
    public void on(RunEvent event) {
        try {
            listener.on(event);
        } catch (Throwable thrown) {
            Fatal.rethrow(thrown);
            log.warn(
                    "event={} listener={} threw; the run goes on",
                    event.getClass().getSimpleName(),
                    listener.getClass().getName(),
                    Failures.loggable(thrown));
        }
    }
}
