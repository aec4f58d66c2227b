package dev.spindle.json;

import java.math.BigDecimal;

/**
 * A decimal that is written as it was read: {@code 1e99} as {@code 1e99}, where a plain one would become {@code 1E+99}.
 *
 * <p>Two texts of a number are one number but two {@link Json}s, and a value that was kept and read again is the value it was.
 */
final class SpelledNumber extends BigDecimal {
    private static final long serialVersionUID = 1;

    private final String spelling;

    SpelledNumber(String spelling) {
        super(spelling);
        this.spelling = spelling;
    }

    @Override
    public String toString() {
        return spelling;
    }
}
