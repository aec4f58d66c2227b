package dev.spindle.tools.sql;

import java.time.Duration;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;

/**
 * How far queries of a model may go. Immutable.
 *
 * @param functions the functions that may be called beside the known ones, in lower case; of another schema with its name
 * @param maxRows the most rows of a result
 * @param maxCharacters about how many characters of a result are shown
 * @param timeout how long a query may take
 */
public record SqlPolicy(Set<String> functions, int maxRows, int maxCharacters, Duration timeout) {
    /** Known functions, 200 rows, 40,000 characters, 20 seconds. */
    public static final SqlPolicy DEFAULT = new SqlPolicy(Set.of(), 200, 40_000, Duration.ofSeconds(20));

    /** Checks that there is room for something. */
    public SqlPolicy {
        if (maxRows < 1 || maxCharacters < 1 || timeout.isNegative() || timeout.isZero()) {
            throw new IllegalArgumentException("Rows, characters and time must be positive, not " + maxRows + ", "
                    + maxCharacters + ", " + timeout);
        }
        functions = Set.copyOf(functions);
    }

    /** This policy with functions that the owner knows to only read: {@code similarity}, or {@code app.price} of a schema. */
    public SqlPolicy withFunctions(String... names) {
        Set<String> all = new HashSet<>(functions);
        for (String name : names) all.add(name.toLowerCase(Locale.ROOT));
        return new SqlPolicy(all, maxRows, maxCharacters, timeout);
    }

    /** This policy with another time for a query. */
    public SqlPolicy withTimeout(Duration longest) {
        return new SqlPolicy(functions, maxRows, maxCharacters, longest);
    }

    /** This policy with other bounds for results. */
    public SqlPolicy withBounds(int rows, int characters) {
        return new SqlPolicy(functions, rows, characters, timeout);
    }
}
