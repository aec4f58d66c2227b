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
        } catch (Throwable thrown) {
            // What the machine itself throws must escape, but for a stack that has only grown too deep.
            if (thrown instanceof VirtualMachineError broken && !(thrown instanceof StackOverflowError)) throw broken;
            log.warn("a listener threw at {}", event.getClass().getSimpleName(), thrown);
        }
    }
}
