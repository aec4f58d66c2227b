/**
 * Ready-made interceptors, one concern and one file each.
 *
 * <p>They change how a single call is made; limits of a whole run are in {@code run}. Start reading at {@link
 * dev.spindle.policy.ResultLimit}, the shortest.
 */
@NullMarked
package dev.spindle.policy;

import org.jspecify.annotations.NullMarked;
