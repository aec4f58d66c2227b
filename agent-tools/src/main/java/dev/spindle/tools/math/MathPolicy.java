package dev.spindle.tools.math;

/**
 * How much a calculation may use. Immutable.
 *
 * @param maxCharacters the longest expression, at most {@value #MOST_CHARACTERS}
 * @param maxDigits how many digits any number may have before and behind the point each, at most {@value #MOST_DIGITS}
 * @param roundedDigits to how many digits a quotient or a root is rounded that has no end
 */
public record MathPolicy(int maxCharacters, int maxDigits, int roundedDigits) {
    /** Expressions of 1,000 characters, numbers of 2,000 digits, 50 digits of what has no end. */
    public static final MathPolicy DEFAULT = new MathPolicy(1_000, 2_000, 50);

    private static final int MOST_CHARACTERS = 2_000;
    private static final int MOST_DIGITS = 10_000;

    /** Checks that a calculation within these bounds ends soon. */
    public MathPolicy {
        check("characters", maxCharacters, MOST_CHARACTERS);
        check("digits", maxDigits, MOST_DIGITS);
        check("rounded digits", roundedDigits, maxDigits);
    }

    private static void check(String what, int value, int most) {
        if (value < 1 || value > most) {
            throw new IllegalArgumentException(what + " must be 1 to " + most + ", not " + value);
        }
    }

    /** This policy with another length for expressions. */
    public MathPolicy withMaxCharacters(int characters) {
        return new MathPolicy(characters, maxDigits, roundedDigits);
    }

    /** This policy with other bounds for digits: of any number, and of what is rounded. */
    public MathPolicy withDigits(int most, int rounded) {
        return new MathPolicy(maxCharacters, most, rounded);
    }
}
