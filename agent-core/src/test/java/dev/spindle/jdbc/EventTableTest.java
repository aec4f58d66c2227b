package dev.spindle.jdbc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.reflect.Proxy;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class EventTableTest {
    private final AtomicInteger read = new AtomicInteger();

    /** Rows of ten characters without end. */
    private ResultSet rows() {
        return (ResultSet) Proxy.newProxyInstance(
                getClass().getClassLoader(), new Class<?>[] {ResultSet.class}, (self, method, arguments) -> {
                    if (method.getName().equals("next")) return true;
                    read.incrementAndGet();
                    return "x".repeat(10);
                });
    }

    @Test
    void linesOfARunThatWouldFillTheMemoryAreRefusedBeforeTheyDo() {
        SQLException told = assertThrows(SQLException.class, () -> EventTable.strings(rows(), 1_000));

        assertTrue(told.getMessage().contains("give it more by -Xmx"), told.getMessage());
        assertEquals(101, read.get());
        assertEquals(Database.Trouble.LASTING, Database.H2.trouble(told));
        assertEquals(Database.Trouble.LASTING, Database.POSTGRESQL.trouble(told));
    }
}
