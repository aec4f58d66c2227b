package dev.spindle.tools.tests;

/**
 * Which test: the same in every run of it.
 *
 * @param suite what holds it: a class such as {@code shop.CartTest}, a file, or names of groups; empty if nothing does
 * @param name its own name; empty for the suite as a whole, as where a class fails before its tests
 * @param parameter what tells its case from the others of one name, such as {@code [2]}; empty if there is one case
 */
public record TestId(String suite, String name, String parameter) implements Comparable<TestId> {
    private static final int MAX_PARAMETER = 500;

    /** A test whose name ends in its case, as in {@code adds(int)[2]}. */
    static TestId splitting(String suite, String name) {
        int bracket = name.indexOf('[');
        boolean isCase = bracket > 0 && name.endsWith("]") && name.length() - bracket < MAX_PARAMETER;
        return isCase
                ? new TestId(suite, name.substring(0, bracket), name.substring(bracket))
                : new TestId(suite, name, "");
    }

    /** All of it, as people write it: {@code shop.CartTest.adds[2]}. */
    @Override
    public String toString() {
        boolean isFile = suite.contains("/") || suite.contains(".py");
        String between = suite.isEmpty() || name.isEmpty() ? "" : isFile ? "::" : ".";
        return suite + between + name + parameter;
    }

    @Override
    public int compareTo(TestId other) {
        int bySuite = suite.compareTo(other.suite);
        int byName = name.compareTo(other.name);
        if (bySuite != 0) return bySuite;
        return byName != 0 ? byName : parameter.compareTo(other.parameter);
    }
}
