/**
 * Cassettes: what a real model was asked and said, kept in a file, and said again by the file in its place.
 *
 * <p>They know no test framework; for JUnit 5 see {@link dev.spindle.testing.junit}. Start reading at {@link
 * dev.spindle.testing.cassette.CassetteFile}.
 */
@NullMarked
package dev.spindle.testing.cassette;

import org.jspecify.annotations.NullMarked;
