/**
 * How fast Spindle is beside the floor: the minimal loop that an expert writes by hand.
 *
 * <p>Every contestant has a process of its own, all take turns in one run, and what counts is the median of the ratios to the floor
 * of the same round. Start reading at {@link dev.spindle.bench.speed.SpeedCommand}.
 */
@NullMarked
package dev.spindle.bench.speed;

import org.jspecify.annotations.NullMarked;
