package dev.spindle.examples;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Optional;
import javax.sql.DataSource;

/** What runs were assigned, in the database beside their journal: for workers on other hosts. Thread-safe. */
record JobTable(DataSource source) {
    /** The table, which is made if it is missing. */
    static JobTable in(DataSource source) throws SQLException {
        try (Connection connection = source.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE TABLE IF NOT EXISTS spindle_job (run_id VARCHAR(128) NOT NULL PRIMARY KEY,"
                    + " job TEXT NOT NULL)");
        }
        return new JobTable(source);
    }

    void keep(String runId, String job) throws SQLException {
        delete(runId);
        try (Connection connection = source.getConnection();
                PreparedStatement insert =
                        connection.prepareStatement("INSERT INTO spindle_job (run_id, job) VALUES (?, ?)")) {
            insert.setString(1, runId);
            insert.setString(2, job);
            insert.executeUpdate();
        }
    }

    Optional<String> find(String runId) throws SQLException {
        try (Connection connection = source.getConnection();
                PreparedStatement query = connection.prepareStatement("SELECT job FROM spindle_job WHERE run_id = ?")) {
            query.setString(1, runId);
            try (ResultSet row = query.executeQuery()) {
                return row.next() ? Optional.of(row.getString(1)) : Optional.empty();
            }
        }
    }

    void delete(String runId) throws SQLException {
        try (Connection connection = source.getConnection();
                PreparedStatement delete = connection.prepareStatement("DELETE FROM spindle_job WHERE run_id = ?")) {
            delete.setString(1, runId);
            delete.executeUpdate();
        }
    }
}
