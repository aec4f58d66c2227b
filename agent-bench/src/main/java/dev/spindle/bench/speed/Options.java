package dev.spindle.bench.speed;

import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the command line asks for.
 *
 * @param only the one scenario to measure; empty for all
 * @param markdown the file to write; null for none
 */
record Options(Sizes sizes, String only, @Nullable Path markdown) {
    static Options of(List<String> arguments) {
        Sizes sizes = Sizes.FULL;
        String only = "";
        Path markdown = null;
        for (Iterator<String> rest = arguments.iterator(); rest.hasNext(); ) {
            String option = rest.next();
            switch (option) {
                case "--quick" -> sizes = Sizes.QUICK;
                case "--only" -> only = value(option, rest);
                case "--markdown" -> markdown = Path.of(value(option, rest));
                default -> throw wrong("'" + option + "' is not known");
            }
        }
        return new Options(sizes, only, markdown);
    }

    private static String value(String option, Iterator<String> rest) {
        if (!rest.hasNext()) throw wrong(option + " needs a value");
        return rest.next();
    }

    private static IllegalArgumentException wrong(String what) {
        return new IllegalArgumentException(what + "; usage: " + SpeedCommand.USAGE);
    }

    boolean wants(String scenario) {
        return only.isEmpty() || only.equals(scenario);
    }
}
