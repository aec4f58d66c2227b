package dev.spindle;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import dev.spindle.journal.Journal;
import dev.spindle.state.Probes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A rule that nothing can break holds nothing: each is tried on a class that breaks it. */
class ArchitectureProbesTest {
    @ParameterizedTest
    @ValueSource(
            classes = {
                Probes.KnowsAJournal.class,
                Probes.KnowsAFile.class,
                Probes.KnowsAClock.class,
                Probes.AsksForTheTime.class,
                Probes.AsksForChance.class,
                Probes.StartsAThread.class,
                Probes.Locks.class,
                Probes.Logs.class
            })
    void whatIsNotPureIsFound(Class<?> probe) {
        JavaClasses imported = new ClassFileImporter().importClasses(probe);

        assertTrue(ArchitectureTest.roomsArePure().evaluate(imported).hasViolation());
    }

    @Test
    void datesAreValues() {
        JavaClasses imported = new ClassFileImporter().importClasses(Probes.KeepsToTheRules.class);

        assertFalse(ArchitectureTest.roomsArePure().evaluate(imported).hasViolation());
    }

    @Test
    void aLookUpstairsIsFound() {
        JavaClasses imported = new ClassFileImporter().importClasses(Probes.KnowsAJournal.class, Journal.class);

        assertTrue(ArchitectureTest.roomsInOrder().evaluate(imported).hasViolation());
    }
}
