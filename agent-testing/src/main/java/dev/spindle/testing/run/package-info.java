/**
 * Recorded runs as regression tests.
 *
 * <p>How a run is replayed is the matter of {@code agent-core}; here a difference becomes a failed test. Start reading at {@link
 * dev.spindle.testing.run.RunAssertions}.
 */
@NullMarked
package dev.spindle.testing.run;

import org.jspecify.annotations.NullMarked;
