/**
 * Runs of agents on Restate, an engine that keeps them, retries them and moves them between machines.
 *
 * <p>The engine is not part of this: its user runs it. What a run does next follows from its recorded events here as everywhere else.
 * Start reading at {@link dev.spindle.restate.RestateAgents}.
 */
@NullMarked
package dev.spindle.restate;

import org.jspecify.annotations.NullMarked;
