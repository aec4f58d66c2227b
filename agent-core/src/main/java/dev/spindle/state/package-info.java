/**
 * What follows from what happened: the state of a run as the fold of its events, and what to do next.
 *
 * <p>Pure: no journal, thread, clock, file or logger is known here. Start reading at {@link dev.spindle.state.RunState}, which
 * decides, then at {@code Fold}, which remembers.
 */
@NullMarked
package dev.spindle.state;

import org.jspecify.annotations.NullMarked;
