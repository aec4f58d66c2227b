/**
 * What the parts of a run cost by themselves, measured by JMH: {@code java -jar agent-bench.jar parts}.
 *
 * <p>For finding out which part a change has made slower; what counts for users is measured in {@code dev.spindle.bench.speed}. Start
 * reading at {@link dev.spindle.bench.parts.LoopParts}.
 */
@NullMarked
package dev.spindle.bench.parts;

import org.jspecify.annotations.NullMarked;
