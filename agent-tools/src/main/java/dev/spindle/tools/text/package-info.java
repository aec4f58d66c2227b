/**
 * How the tools show a model text that somebody else wrote.
 *
 * <p>It keeps such text from passing for the tool's own words; it does not judge what the text says. Start reading at {@link
 * dev.spindle.tools.text.QuotedText}.
 */
@NullMarked
package dev.spindle.tools.text;

import org.jspecify.annotations.NullMarked;
