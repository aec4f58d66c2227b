/**
 * Ready-made tools that an agent can be given.
 *
 * <p>The loop that calls them is not here; it is in {@code agent-core}.
 *
 * <p>Start reading at the tool you need: each is one class.
 */
@NullMarked
package dev.spindle.tools;

import org.jspecify.annotations.NullMarked;
