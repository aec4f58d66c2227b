/**
 * Tools that tell the time and reckon with dates.
 *
 * <p>They know the calendar and time zones of the JDK; they know no holidays. Start reading at {@link dev.spindle.tools.time.TimeTools}.
 */
@NullMarked
package dev.spindle.tools.time;

import org.jspecify.annotations.NullMarked;
