/**
 * Tools: annotated Java methods, or anything else a model may call by name with JSON arguments.
 *
 * <p>This room defines tools, reads arguments and finds tools by name; when a tool runs, for how long, and what is recorded of it
 * is decided in {@code run}. Start reading at {@link dev.spindle.tool.Tool}.
 */
@NullMarked
package dev.spindle.tool;

import org.jspecify.annotations.NullMarked;
