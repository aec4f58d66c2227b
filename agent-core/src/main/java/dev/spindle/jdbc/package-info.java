/**
 * Journals and memories in a database: SQLite, H2, PostgreSQL, MariaDB or MySQL, over plain JDBC.
 *
 * <p>No driver and no pool comes with it: whoever makes the {@link javax.sql.DataSource} chooses both. Start reading at
 * {@link dev.spindle.jdbc.JdbcJournal}, then at {@code RunTable}, which holds the rule of one driver.
 */
@NullMarked
package dev.spindle.jdbc;

import org.jspecify.annotations.NullMarked;
