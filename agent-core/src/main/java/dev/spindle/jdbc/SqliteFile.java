package dev.spindle.jdbc;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/** The file of a SQLite database, whose permissions SQLite gives to the files that it puts beside it. */
final class SqliteFile {
    private SqliteFile() {}

    /**
     * Keeps everybody but the owner from a file in which nothing is written yet, where the file system knows owners. One in which
     * something is stays as it is: whoever opened it to others may have meant it.
     */
    static void keepToItsOwner(Connection connection) throws SQLException {
        String name = name(connection);
        if (name.isEmpty()) return;
        Path file = Path.of(name);
        try {
            boolean isNew = Files.isRegularFile(file) && Files.size(file) == 0;
            if (isNew && file.getFileSystem().supportedFileAttributeViews().contains("posix"))
                Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
        } catch (IOException failed) {
            throw new SQLException("The new file " + file + " cannot be kept from others: " + failed, failed);
        }
    }

    /** Empty for a database in memory. */
    private static String name(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet files = statement.executeQuery("PRAGMA database_list")) {
            while (files.next()) {
                String file = files.getString("file");
                if ("main".equals(files.getString("name"))) return file == null ? "" : file;
            }
            return "";
        }
    }
}
