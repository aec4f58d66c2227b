package dev.spindle.testing.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

import dev.spindle.jdbc.JdbcMemory;
import dev.spindle.memory.VersionedMemory;
import dev.spindle.message.Message;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What a memory keeps to in every database. */
abstract class JdbcMemoryContract extends VersionedMemoryContract {
    private final List<JdbcMemory> opened = new ArrayList<>();

    /** The database of this test, always the same. */
    abstract DataSource source();

    @Override
    protected VersionedMemory memory() {
        JdbcMemory memory = JdbcMemory.on(source());
        opened.add(memory);
        return memory;
    }

    @AfterEach
    void close() {
        opened.forEach(JdbcMemory::close);
    }

    @Test
    void anotherMemoryOnTheSameDatabaseSeesWhatWasSaid() {
        VersionedMemory one = memory();
        VersionedMemory other = memory();
        one.remember("c", "r1", turn("first"));
        assertEquals(turn("first"), other.recall("c").messages());

        one.remember("c", "r2", turn("second"));

        List<Message> expected = new ArrayList<>(turn("first"));
        expected.addAll(turn("second"));
        assertEquals(expected, other.recall("c").messages());
    }

    @Test
    void whatNobodyChangedIsNotReadAgain() {
        VersionedMemory memory = memory();
        memory.recall("c");
        memory.remember("c", "r1", turn("first"));

        assertSame(memory.recall("c"), memory.recall("c"));
    }
}
