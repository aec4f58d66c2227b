package dev.spindle.bench.speed.contestant;

import dev.spindle.bench.store.Store;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongSupplier;
import javax.sql.DataSource;
import org.sqlite.SQLiteCommitListener;
import org.sqlite.SQLiteConnection;

/*
 * A journal keeps statements and connections only where these are the driver's own, so it must not get counting ones in their place: it
 * is the database that is asked.
 */
/**
 * How many transactions a database has committed.
 *
 * @param source for the journal
 * @param sum until now
 */
record Commits(DataSource source, LongSupplier sum) {
    private static final String NEXT_TRANSACTION = "SELECT pg_snapshot_xmax(pg_current_snapshot())::text::bigint";

    /**
     * Counts from now on.
     *
     * @throws IllegalArgumentException if it is a store whose commits are not counted
     */
    static Commits of(Store store, DataSource source) {
        return switch (store) {
            case SQLITE -> ofSqlite(source);
            case POSTGRES -> new Commits(source, () -> nextTransaction(source));
            default -> throw new IllegalArgumentException("The commits of " + store + " are not counted");
        };
    }

    private static Commits ofSqlite(DataSource source) {
        LongAdder sum = new LongAdder();
        SQLiteCommitListener listener = new SQLiteCommitListener() {
            @Override
            public void onCommit() {
                sum.increment();
            }

            @Override
            public void onRollback() {
                // is no commit
            }
        };
        return new Commits(heard(source, listener), sum::sum);
    }

    private static DataSource heard(DataSource source, SQLiteCommitListener listener) {
        Class<?>[] types = {DataSource.class};
        return (DataSource) Proxy.newProxyInstance(
                Commits.class.getClassLoader(), types, (proxy, method, arguments) -> {
                    try {
                        Object result = method.invoke(source, arguments);
                        if (result instanceof SQLiteConnection connection) connection.addCommitListener(listener);
                        return result;
                    } catch (InvocationTargetException failed) {
                        throw failed.getCause();
                    }
                });
    }

    /** Each transaction that writes has a number of its own; to ask for the next one takes none. */
    private static long nextTransaction(DataSource source) {
        try (Connection connection = source.getConnection();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(NEXT_TRANSACTION)) {
            row.next();
            return row.getLong(1);
        } catch (SQLException failed) {
            throw new IllegalStateException("PostgreSQL does not say how much it has committed", failed);
        }
    }
}
