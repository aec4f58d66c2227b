/**
 * A terminal with a person at it: lines are edited, text is styled, and Markdown is made readable while it streams.
 *
 * <p>Knows nothing of agents. Whatever is printed here is made plain first, so that no model or tool can command the terminal. Start
 * reading at {@link dev.spindle.examples.terminal.Console}.
 */
@NullMarked
package dev.spindle.examples.terminal;

import org.jspecify.annotations.NullMarked;
