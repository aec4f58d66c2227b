/**
 * Models behind OpenAI-compatible chat completions, as real servers speak it: strict in what is sent, tolerant in what
 * is read.
 *
 * <p>One call, one attempt: it neither retries nor runs tools, and a server's quirks are data in a {@code Dialect}, not
 * code. Start reading at {@link dev.spindle.model.openai.OpenAiModel}.
 */
@NullMarked
package dev.spindle.model.openai;

import org.jspecify.annotations.NullMarked;
