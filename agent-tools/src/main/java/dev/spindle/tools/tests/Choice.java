package dev.spindle.tools.tests;

import java.util.List;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * Which tests are run: all if both are empty.
 *
 * @param words as a person or a model wrote it; checked
 * @param tests as reports named them, and so written by whoever wrote the tests
 */
record Choice(String words, List<TestId> tests) {
    static final Choice ALL = new Choice("", List.of());

    /** What a person may write: nothing that could pass for an option, or for more than one argument. */
    static final Pattern WORDS = Pattern.compile("[A-Za-z0-9_.*#$/\\[\\]][A-Za-z0-9_.*#$,:/\\[\\]> -]{0,199}");

    private static final int MAX_ARGUMENT = 60_000;

    Choice {
        tests = List.copyOf(new TreeSet<>(tests));
    }

    static Choice of(String words) {
        return new Choice(words, List.of());
    }

    static Choice of(List<TestId> tests) {
        return new Choice("", tests);
    }

    boolean isAll() {
        return words.isEmpty() && tests.isEmpty();
    }

    /** Whether the words name a file of these endings, or a path. */
    boolean namesFile(String endings) {
        return words.contains("/") || words.matches(".*\\.(?:" + endings + ")");
    }

    /** A regular expression of JavaScript, Go and the like that fits these names alone, and nothing else if they are not too many. */
    static String anyOf(List<String> names) {
        StringBuilder pattern = new StringBuilder("^(?:");
        for (String name : names) {
            if (pattern.length() > 4) pattern.append('|');
            pattern.append(quoted(name));
        }
        return pattern.length() > MAX_ARGUMENT ? "." : pattern.append(")$").toString();
    }

    /** The characters of a name, none of which means more than itself. */
    static String quoted(String name) {
        StringBuilder quoted = new StringBuilder();
        name.codePoints().forEach(c -> {
            if ("\\^$.|?*+()[]{}/".indexOf(c) >= 0) quoted.append('\\');
            quoted.appendCodePoint(c);
        });
        return quoted.toString();
    }

    /** The argument that is short enough to be passed on: the first of them. */
    static String shortEnough(String... ever) {
        for (String each : ever) if (each.length() <= MAX_ARGUMENT) return each;
        return "";
    }
}
