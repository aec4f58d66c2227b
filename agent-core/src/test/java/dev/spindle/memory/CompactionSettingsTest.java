package dev.spindle.memory;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;

class CompactionSettingsTest {
    @Test
    void theMostIsAShareOfTheContext() {
        assertEquals(102_400, Compaction.ofResults().of(128_000).most());
        assertEquals(64_000, Compaction.ofResults().of(128_000).at(0.5).most());
    }

    @Test
    void withoutAContextOnlyTheServerSaysWhatIsTooMuch() {
        assertEquals(Long.MAX_VALUE, Compaction.ofResults().at(0.5).most());
    }

    @Test
    void impossibleNumbersAreRefusedWithTheirRange() {
        Exception share = assertThrows(
                IllegalArgumentException.class, () -> Compaction.ofResults().at(80));
        Exception turns = assertThrows(
                IllegalArgumentException.class, () -> Compaction.ofResults().keeping(0));

        assertEquals("The share is 80.0; it must be above 0 and at most 1", share.getMessage());
        assertEquals("keptTurns is 0; it must be at least 1", turns.getMessage());
    }
}
