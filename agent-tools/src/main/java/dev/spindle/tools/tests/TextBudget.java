package dev.spindle.tools.tests;

/**
 * How much of what tests said is kept, of all reports of a run together: thousands of reports that are full of words fill no memory. Used
 * by one thread.
 */
final class TextBudget {
    private static final int MOST = 64 << 20;

    private int left;

    TextBudget() {
        this(MOST);
    }

    /** One of so many characters. */
    TextBudget(int characters) {
        left = characters;
    }

    /** How much may be kept of a text of which one would keep so much. */
    int most(int wanted) {
        return Math.max(0, Math.min(wanted, left));
    }

    /** This text, which is kept. */
    String kept(String text) {
        left -= Math.min(left, text.length());
        return text;
    }
}
