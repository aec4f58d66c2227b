/**
 * What conversations remember between runs, and what part of a conversation the model is shown.
 *
 * <p>Not the journal: a journal records how one run went, a memory keeps what was said. Start reading at {@link
 * dev.spindle.memory.Memory}.
 */
@NullMarked
package dev.spindle.memory;

import org.jspecify.annotations.NullMarked;
