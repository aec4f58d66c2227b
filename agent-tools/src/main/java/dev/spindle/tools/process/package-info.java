/**
 * Commands run as child processes whose whole tree ends with them.
 *
 * <p>Start reading at {@link dev.spindle.tools.process.ProcessTree}.
 */
@NullMarked
package dev.spindle.tools.process;

import org.jspecify.annotations.NullMarked;
