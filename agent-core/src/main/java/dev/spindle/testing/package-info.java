/**
 * Models that need no network: one that says what a script tells it, and an offline stand-in that follows plain rules.
 *
 * <p>Needs no test framework, so that tests, examples and demonstrations can use it; neither is a language model. Start
 * reading at {@link dev.spindle.testing.ScriptedModel}.
 */
@NullMarked
package dev.spindle.testing;

import org.jspecify.annotations.NullMarked;
