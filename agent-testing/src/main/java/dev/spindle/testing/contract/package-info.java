/**
 * What every journal and every memory must keep to, as JUnit 5 tests to extend: give them your store, and they try it.
 *
 * <p>They are no tests of an agent; for those, see the scripted model and the faulty server. Start reading at
 * {@link dev.spindle.testing.contract.JournalContract}.
 */
@NullMarked
package dev.spindle.testing.contract;

import org.jspecify.annotations.NullMarked;
