package dev.spindle.run;

import dev.spindle.event.RunEvent;

/**
 * Watches a run; it cannot change it.
 *
 * <p>Called on the thread that drives the run, in order, with a recorded event once the journal has it; progress of tools comes on
 * their threads. What it throws is logged and the run goes on.
 */
@FunctionalInterface
public interface RunListener {
    /** Takes an event. Short: the run waits. */
    void on(RunEvent event);
}
