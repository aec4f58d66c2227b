package dev.spindle.testing.contract;

import static dev.spindle.testing.contract.Events.started;

import dev.spindle.jdbc.JdbcJournal;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import javax.sql.DataSource;
import org.mariadb.jdbc.MariaDbDataSource;
import org.postgresql.ds.PGSimpleDataSource;
import org.sqlite.SQLiteDataSource;

/** A process of its own that drives a run until it is killed. */
final class DeadDriver {
    private DeadDriver() {}

    public static void main(String[] arguments) throws InterruptedException, SQLException {
        JdbcJournal.on(source(arguments[0])).append("a", 0, List.of(started("a")));
        System.out.println("drives");
        new CountDownLatch(1).await();
    }

    private static DataSource source(String url) throws SQLException {
        if (url.startsWith("jdbc:mariadb:")) return new MariaDbDataSource(url);
        if (url.startsWith("jdbc:sqlite:")) {
            SQLiteDataSource source = new SQLiteDataSource();
            source.setUrl(url);
            return source;
        }
        PGSimpleDataSource source = new PGSimpleDataSource();
        source.setUrl(url);
        return source;
    }
}
