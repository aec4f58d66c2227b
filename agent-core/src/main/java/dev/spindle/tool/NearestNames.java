package dev.spindle.tool;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** Finds the names that were probably meant, and lists names within a bound. */
final class NearestNames {
    private static final int LONGEST_NAME = 80;
    private static final int MOST_LISTED = 40;
    private static final int MOST_NEAR = 3;
    private static final int MOST_COMPARED = 500;

    private NearestNames() {}

    static String unknownTool(String name, List<String> available) {
        String unknown = "Unknown tool '" + shortened(name) + "'.";
        if (available.isEmpty()) {
            return unknown + " There are no tools; answer without one.";
        }
        return unknown + didYouMean(name, available) + " Available: " + listed(available) + ".";
    }

    /** {@code  Did you mean 'weather'?}, or nothing if no name is near. */
    static String didYouMean(String name, List<String> known) {
        List<String> near = of(name, known);
        return near.isEmpty()
                ? ""
                : " Did you mean " + near.stream().map(each -> "'" + each + "'").collect(Collectors.joining(" or "))
                        + "?";
    }

    /** The names at a small edit distance, or that hold the other one, nearest first. */
    static List<String> of(String name, List<String> known) {
        String wanted = plain(name);
        return known.stream()
                .limit(MOST_COMPARED)
                .filter(each -> distance(wanted, plain(each)) <= tolerated(wanted))
                .sorted(Comparator.comparingInt(each -> distance(wanted, plain(each))))
                .limit(MOST_NEAR)
                .toList();
    }

    private static String listed(List<String> names) {
        String first = names.stream().limit(MOST_LISTED).collect(Collectors.joining(", "));
        return names.size() <= MOST_LISTED ? first : first + " and " + (names.size() - MOST_LISTED) + " more";
    }

    private static int tolerated(String name) {
        return Math.max(1, name.length() * 2 / 5);
    }

    /** Letters and digits alone, so that getWeather, get_weather and functions.get-weather are near. */
    private static String plain(String name) {
        String shortName = name.length() > LONGEST_NAME ? name.substring(name.length() - LONGEST_NAME) : name;
        return shortName
                .toLowerCase(Locale.ROOT)
                .replaceFirst("^functions\\.", "")
                .replaceAll("[^\\p{L}\\p{N}]", "");
    }

    private static String shortened(String name) {
        String line = name.replaceAll("\\p{Cntrl}", " ");
        return line.length() <= LONGEST_NAME ? line : line.substring(0, LONGEST_NAME) + "…";
    }

    /** Insertions, deletions and replacements between two names (Levenshtein), in two rows; 1 if one holds the other. */
    private static int distance(String one, String other) {
        if (one.equals(other)) {
            return 0;
        }
        if (one.length() >= 4 && other.length() >= 4 && (one.contains(other) || other.contains(one))) {
            return 1;
        }
        int[] above = new int[other.length() + 1];
        for (int column = 0; column < above.length; column++) {
            above[column] = column;
        }
        for (int row = 1; row <= one.length(); row++) {
            int[] here = new int[above.length];
            here[0] = row;
            for (int column = 1; column < above.length; column++) {
                int replaced = above[column - 1] + (one.charAt(row - 1) == other.charAt(column - 1) ? 0 : 1);
                here[column] = Math.min(replaced, Math.min(above[column], here[column - 1]) + 1);
            }
            above = here;
        }
        return above[other.length()];
    }
}
