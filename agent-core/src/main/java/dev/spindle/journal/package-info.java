/**
 * Where runs are kept: the journal's contract, one in memory, one in files, and what any journal needs to keep events small.
 *
 * <p>Databases have a room of their own. Start reading at {@link dev.spindle.journal.Journal}.
 */
@NullMarked
package dev.spindle.journal;

import org.jspecify.annotations.NullMarked;
