package dev.spindle.property;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** A property that does not hold is found out, and told by its smallest case. */
class PropertyTest {
    @Test
    void whatHoldsIsTriedAsOftenAsWasAsked() {
        List<Integer> tried = new ArrayList<>();

        Property.forAll(250, draw -> draw.below(1_000), tried::add);

        assertEquals(250, tried.size());
        assertTrue(new HashSet<>(tried).size() > 100);
    }

    @Test
    void smallestValueThatFailsIsShown() {
        AssertionError failed = assertThrows(
                AssertionError.class,
                () -> Property.forAll(
                        draw -> draw.list(0, 20, each -> each.below(1_000)),
                        numbers -> assertTrue(numbers.stream().noneMatch(number -> number >= 77))));

        assertTrue(failed.getMessage().endsWith("\n[77]"), failed.getMessage());
    }

    @Test
    void seedThatIsToldDrawsTheFailureAgain() {
        Set<Integer> failing = new HashSet<>();
        AssertionError failed = assertThrows(
                AssertionError.class,
                () -> Property.forAll(draw -> draw.below(1_000_000), number -> {
                    if (number % 50 == 7) {
                        failing.add(number);
                        throw new IllegalStateException("seven");
                    }
                }));

        Matcher seed = Pattern.compile("-Dspindle.seed=(-?\\d+)").matcher(failed.getMessage());

        assertTrue(seed.find(), failed.getMessage());
        assertTrue(failing.contains(Draw.byChance(Long.parseLong(seed.group(1))).below(1_000_000)));
        assertEquals("seven", failed.getCause().getMessage());
    }

    @Test
    void listsAreOfEverySize() {
        Set<Integer> sizes = new HashSet<>();

        Property.forAll(draw -> draw.list(2, 5, Draw::yes), list -> sizes.add(list.size()));

        assertEquals(Set.of(2, 3, 4, 5), sizes);
    }
}
