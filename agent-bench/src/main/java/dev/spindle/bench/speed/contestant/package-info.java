/**
 * The agents that are compared: the minimal loop written by hand, and Spindle with each of its journals.
 *
 * <p>They say the same to the model and have the same tools. Nothing is measured here. Start reading at {@link
 * dev.spindle.bench.speed.contestant.Contestant}.
 */
@NullMarked
package dev.spindle.bench.speed.contestant;

import org.jspecify.annotations.NullMarked;
