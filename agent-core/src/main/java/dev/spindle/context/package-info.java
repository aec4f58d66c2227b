/**
 * What every call carries: the run it belongs to, a way to be cancelled, and typed values of the caller's own.
 *
 * <p>It knows nothing of messages, models or tools, so every room above can hand it down unchanged. Start reading at {@link
 * dev.spindle.context.RunContext}.
 */
@NullMarked
package dev.spindle.context;

import org.jspecify.annotations.NullMarked;
