/**
 * A tool that asks JSON documents for what they hold.
 *
 * <p>It changes nothing, and reads files of a confined folder alone. Start reading at {@link dev.spindle.tools.json.JsonTools}.
 */
@NullMarked
package dev.spindle.tools.json;

import org.jspecify.annotations.NullMarked;
