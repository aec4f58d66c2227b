/**
 * Who does it: the one loop, what performs its steps, and what a run is asked with and answers.
 *
 * <p>What to do next is decided in {@code state}; how a model is reached and what a tool does are other rooms' matters. Start reading
 * at {@code RunLoop}.
 */
@NullMarked
package dev.spindle.run;

import org.jspecify.annotations.NullMarked;
