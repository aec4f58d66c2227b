package dev.spindle.bench.speed;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What the command line asks for.
 *
 * @param scenarios to measure, in this order
 * @param markdown the file to write; null for none
 */
record Options(
        Sizes sizes, List<Scenario> scenarios, @Nullable Path markdown) {
    /**
     * Reads them.
     *
     * @throws IllegalArgumentException if one is not known
     */
    static Options of(List<String> arguments) {
        Sizes sizes = Sizes.FULL;
        List<Scenario> scenarios = List.of(Scenario.values());
        Path markdown = null;
        for (Iterator<String> rest = arguments.iterator(); rest.hasNext(); ) {
            String option = rest.next();
            switch (option) {
                case "--quick" -> sizes = Sizes.QUICK;
                case "--only" -> scenarios = List.of(scenario(value(option, rest)));
                case "--markdown" -> markdown = Path.of(value(option, rest));
                default -> throw new IllegalArgumentException("'" + option + "' is not known");
            }
        }
        return new Options(sizes, scenarios, markdown);
    }

    private static String value(String option, Iterator<String> rest) {
        if (!rest.hasNext()) throw new IllegalArgumentException(option + " needs a value");
        return rest.next();
    }

    private static Scenario scenario(String word) {
        return Scenario.find(word)
                .orElseThrow(() -> new IllegalArgumentException("No scenario is called '" + word + "'; there are "
                        + Arrays.stream(Scenario.values()).map(Scenario::word).collect(Collectors.joining(", "))));
    }
}
