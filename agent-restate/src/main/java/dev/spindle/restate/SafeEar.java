package dev.spindle.restate;

import dev.spindle.event.RunEvent;
import dev.spindle.run.RunListener;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A listener that can do a run no harm. */
record SafeEar(RunListener listener) implements RunListener {
    private static final Logger log = LoggerFactory.getLogger(SafeEar.class);

    @Override
    public void on(RunEvent event) {
        try {
            listener.on(event);
        } catch (RuntimeException thrown) {
            log.warn("a listener threw at {}", event.getClass().getSimpleName(), thrown);
        }
    }
}
