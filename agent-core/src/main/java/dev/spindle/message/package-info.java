/**
 * What a conversation is made of: messages, tool calls, usage, and the transcript that cannot be corrupted.
 *
 * <p>Values only: nothing here calls a model, runs a tool or knows a wire format. Start reading at {@link
 * dev.spindle.message.Transcript}.
 */
@NullMarked
package dev.spindle.message;

import org.jspecify.annotations.NullMarked;
