/**
 * Language models: what is asked, what is answered, and how that can fail.
 *
 * <p>No wire format and no vendor here; {@code model.openai} has those. Start reading at {@link
 * dev.spindle.model.Model}.
 */
@NullMarked
package dev.spindle.model;

import org.jspecify.annotations.NullMarked;
