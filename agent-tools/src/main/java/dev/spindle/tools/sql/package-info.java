/**
 * Tools that read a database: its schema, and what queries give.
 *
 * <p>Start reading at {@link dev.spindle.tools.sql.SqlTools}.
 */
@NullMarked
package dev.spindle.tools.sql;

import org.jspecify.annotations.NullMarked;
