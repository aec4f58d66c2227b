/**
 * Tools that calculate: exact decimal expressions, and units.
 *
 * <p>No part of an expression is code: it can call the listed functions and nothing else. Start reading at {@link
 * dev.spindle.tools.math.MathTools}.
 */
@NullMarked
package dev.spindle.tools.math;

import org.jspecify.annotations.NullMarked;
