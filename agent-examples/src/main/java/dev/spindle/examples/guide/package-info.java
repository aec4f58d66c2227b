/**
 * Short programs, each showing one thing that Spindle does.
 *
 * <p>Each runs without a key or a network, on a model that plays its part by a script, and with a real one when the environment
 * names it. They are no application; that is {@link dev.spindle.examples.Main}. Start reading at {@link
 * dev.spindle.examples.guide.HelloTool}.
 */
@NullMarked
package dev.spindle.examples.guide;

import org.jspecify.annotations.NullMarked;
