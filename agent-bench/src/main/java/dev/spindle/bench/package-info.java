/**
 * The conformance probe: what the library does with data of others, one JSON line in, one JSON line out.
 *
 * <p>It has no logic of its own to be scored, uses the library's public doors alone, and is never published. Start reading at
 * {@link dev.spindle.bench.Probe}.
 */
@NullMarked
package dev.spindle.bench;

import org.jspecify.annotations.NullMarked;
