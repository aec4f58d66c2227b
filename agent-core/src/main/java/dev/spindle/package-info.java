/**
 * The front door: an agent that calls tools.
 *
 * <p>What an agent is made of lives in the rooms below, each a package. Start reading at {@link dev.spindle.Agent}.
 */
@NullMarked
package dev.spindle;

import org.jspecify.annotations.NullMarked;
