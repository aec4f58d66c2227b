/**
 * Recorded runs looked at again: replayed against the program as it is now, continued otherwise, and compared.
 *
 * <p>Nothing here asks a model or calls a tool; a fork goes on by the loop like any other run. Start reading at {@link
 * dev.spindle.replay.Replay}.
 */
@NullMarked
package dev.spindle.replay;

import org.jspecify.annotations.NullMarked;
