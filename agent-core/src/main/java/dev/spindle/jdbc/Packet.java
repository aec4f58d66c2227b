package dev.spindle.jdbc;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/** What a driver of MariaDB or MySQL sends at once. */
final class Packet {
    /** The servers' number for a packet that is too large. */
    static final int TOO_LARGE = 1153;

    /** In characters; what is not longer is not counted. */
    private static final int SHORT = 1 << 20;

    /** In bytes, what stands in a packet beside a value. */
    private static final int AROUND = 4096;

    private Packet() {}

    /**
     * Lets pass what fits. A server that is sent more breaks the connection, and the reason that it gives may be lost with it.
     *
     * @throws SQLException if it does not fit
     */
    static void refuseTooLong(String text, Connection connection) throws SQLException {
        if (text.length() <= SHORT) return;
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT @@max_allowed_packet")) {
            long most = row.next() ? row.getLong(1) : Long.MAX_VALUE;
            long size = size(text);
            if (size > most - AROUND)
                throw new SQLException(
                        "a text takes " + size + " bytes, and the server takes at most " + most
                                + "; set max_allowed_packet higher in the configuration of the server",
                        "08S01",
                        TOO_LARGE);
        }
    }

    /** In bytes of UTF-8, with a backslash before each character that would end a text. */
    private static long size(String text) {
        long size = 0;
        for (int at = 0; at < text.length(); at++) size += size(text.charAt(at));
        return size;
    }

    private static int size(char each) {
        if (each < 0x80) return each == '\'' || each == '"' || each == '\\' || each == 0 ? 2 : 1;
        return each < 0x800 || Character.isSurrogate(each) ? 2 : 3;
    }
}
