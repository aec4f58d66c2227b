/**
 * Runs: the one loop, the events that are all it remembers, and the journals that keep them.
 *
 * <p>How a model is reached and what a tool does are other rooms' matters. Start reading at {@link dev.spindle.run.RunState}, which
 * decides, then at {@code RunLoop}, which does.
 */
@NullMarked
package dev.spindle.run;

import org.jspecify.annotations.NullMarked;
