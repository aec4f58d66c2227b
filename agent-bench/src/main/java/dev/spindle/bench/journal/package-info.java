/**
 * What journals cost: appends per second and the bytes that a turn takes, per store. Not what a whole run costs, which is {@code
 * dev.spindle.bench.speed}. Start reading at {@link dev.spindle.bench.journal.JournalCommand}.
 */
@NullMarked
package dev.spindle.bench.journal;

import org.jspecify.annotations.NullMarked;
