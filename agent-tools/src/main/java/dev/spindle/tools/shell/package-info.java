/**
 * Tools that run commands: below one folder, by rules, in a sandbox where the machine has one, and with an end.
 *
 * <p>Start reading at {@link dev.spindle.tools.shell.ShellTools}; what may run is said by {@link dev.spindle.tools.shell.ShellPolicy}.
 */
@NullMarked
package dev.spindle.tools.shell;

import org.jspecify.annotations.NullMarked;
