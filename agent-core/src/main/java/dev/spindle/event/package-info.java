/**
 * What happened in a run: events, what comes from outside, decisions, limits and reasons to stop, as values and as JSON.
 *
 * <p>Nothing here decides, keeps or does anything. Start reading at {@link dev.spindle.event.RunEvent}.
 */
@NullMarked
package dev.spindle.event;

import org.jspecify.annotations.NullMarked;
