package dev.spindle.tools.math;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;

/** Exact arithmetic on numbers of bounded size; remembers whether anything had to be rounded. Used by one thread. */
final class Digits {
    private static final int MAX_FACTORIAL = 5_000;
    private static final int MAX_WRITTEN = 400;

    private final MathPolicy policy;
    private final MathContext rounding;
    private boolean rounded;

    Digits(MathPolicy policy) {
        this.policy = policy;
        this.rounding = new MathContext(policy.roundedDigits(), RoundingMode.HALF_EVEN);
    }

    /** Whether anything was rounded. */
    boolean rounded() {
        return rounded;
    }

    /** Reads a decimal number of a model. */
    BigDecimal parse(String written) {
        String number = written.strip();
        try {
            if (number.length() <= MAX_WRITTEN) return checked(new BigDecimal(number));
        } catch (NumberFormatException none) {
            throw new RefusedMathException("The value is no decimal number. Write it like 12.5 or 6.02e23.");
        }
        throw new RefusedMathException("The value has more than " + MAX_WRITTEN + " characters. Write fewer digits.");
    }

    /**
     * The number, if it has not too many digits. Every operand and every result comes by here: {@code 1e999999999} is short, and fills
     * any memory once its digits are written out.
     */
    BigDecimal checked(BigDecimal number) {
        long before = (long) number.precision() - number.scale();
        if (number.signum() != 0 && (before > policy.maxDigits() || number.scale() > policy.maxDigits())) {
            throw tooLong();
        }
        return number.signum() == 0 ? BigDecimal.ZERO : number;
    }

    BigDecimal multiply(BigDecimal a, BigDecimal b) {
        return checked(a.multiply(b));
    }

    BigDecimal divide(BigDecimal a, BigDecimal b) {
        if (b.signum() == 0) throw new RefusedMathException("This divides by zero.");
        return checked(
                marked(a.divide(b, rounding), quotient -> quotient.multiply(b).compareTo(a) == 0));
    }

    BigDecimal remainder(BigDecimal a, BigDecimal b) {
        if (b.signum() == 0) throw new RefusedMathException("This divides by zero.");
        return checked(a.remainder(b));
    }

    BigDecimal power(BigDecimal base, BigDecimal exponent) {
        BigDecimal whole = exponent.stripTrailingZeros();
        if (whole.scale() > 0) return approximate(StrictMath.pow(base.doubleValue(), exponent.doubleValue()));
        // Before anything is multiplied: the number of digits of a power is known from its exponent.
        boolean small = base.abs().compareTo(BigDecimal.ONE) == 0 || base.signum() == 0;
        if (whole.precision() - (long) whole.scale() > 9) throw tooLong();
        int times = whole.intValueExact();
        long digits = (long) Math.abs(times) * Math.max(1, base.precision() - 1);
        long places = Math.abs((long) times * base.stripTrailingZeros().scale());
        if (!small
                && (Math.abs(times) > 4L * policy.maxDigits()
                        || digits > policy.maxDigits()
                        || places > policy.maxDigits())) {
            throw tooLong();
        }
        BigDecimal power = small && Math.abs(times) > 1 ? base.pow(Math.abs(times % 2) + 2) : base.pow(Math.abs(times));
        return times < 0 ? divide(BigDecimal.ONE, power) : checked(power);
    }

    BigDecimal root(BigDecimal number) {
        if (number.signum() < 0) throw new RefusedMathException("There is no square root of a negative number.");
        return checked(marked(number.sqrt(rounding), root -> root.multiply(root).compareTo(number) == 0));
    }

    BigDecimal factorial(BigDecimal number) {
        BigDecimal whole = number.stripTrailingZeros();
        if (number.signum() < 0 || whole.scale() > 0) {
            throw new RefusedMathException("FACT takes a whole number that is not negative.");
        }
        if (number.compareTo(BigDecimal.valueOf(MAX_FACTORIAL)) > 0) throw tooLong();
        BigDecimal product = BigDecimal.ONE;
        for (int factor = 2; factor <= whole.intValueExact(); factor++) {
            product = multiply(product, BigDecimal.valueOf(factor));
        }
        return product;
    }

    /** Rounds to places behind the point, as the caller wants it: that is exact. */
    BigDecimal places(BigDecimal number, BigDecimal places, RoundingMode mode) {
        if (places.stripTrailingZeros().scale() > 0
                || places.abs().compareTo(BigDecimal.valueOf(policy.maxDigits())) > 0) {
            throw new RefusedMathException(
                    "The number of places must be whole and at most " + policy.maxDigits() + ".");
        }
        return checked(number.setScale(places.intValueExact(), mode));
    }

    /** A number that the machine's arithmetic works out to 15 digits. */
    BigDecimal approximate(double number) {
        if (Double.isNaN(number) || Double.isInfinite(number)) {
            throw new RefusedMathException("This has no value that is a number of a sensible size.");
        }
        rounded = true;
        return checked(new BigDecimal(number).round(new MathContext(15)));
    }

    /** Digits without an exponent. */
    String shown(BigDecimal number) {
        return number.signum() == 0 ? "0" : number.stripTrailingZeros().toPlainString();
    }

    private BigDecimal marked(BigDecimal number, java.util.function.Predicate<BigDecimal> isExact) {
        rounded |= !isExact.test(number);
        return number;
    }

    private RefusedMathException tooLong() {
        return new RefusedMathException("A number in this would have more than " + policy.maxDigits()
                + " digits before or behind the point. Ask for something smaller.");
    }
}
