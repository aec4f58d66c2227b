/**
 * The crash harness: kills processes that run agents, makes them race for runs, and counts what was lost or done twice.
 *
 * <p>It is a user of the library like any other, and knows nothing of how journals or the loop work inside. Start reading at {@link
 * dev.spindle.bench.crash.CrashCommand}.
 */
@NullMarked
package dev.spindle.bench.crash;

import org.jspecify.annotations.NullMarked;
