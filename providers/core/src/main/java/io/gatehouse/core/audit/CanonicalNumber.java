package io.gatehouse.core.audit;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.MathContext;
import java.math.RoundingMode;

/**
 * Numbers as ECMAScript writes them (RFC 8785 section 3.2.2.3): every number is a double, in its shortest form.
 *
 * <p>Java's own {@code Double.toString} is not always the shortest before Java 19 (JDK-4511638). Thread-safe: no state.
 */
final class CanonicalNumber {
    /** Up to here a double holds every whole number. */
    private static final long MAX_EXACT = 1L << 53;

    /** From this many digits before the decimal point on, the form is exponential. */
    private static final int MAX_PLAIN_DIGITS = 21;

    /** With more zeros behind the decimal point than this, the form is exponential. */
    private static final int MAX_LEADING_ZEROS = 6;

    private static final int MAX_DIGITS = 17;

    private CanonicalNumber() {}

    /** @throws IllegalArgumentException when the number is not finite as a double */
    static String text(Number number) {
        boolean isWhole = number instanceof Long
                || number instanceof Integer
                || number instanceof Short
                || number instanceof Byte
                || (number instanceof BigInteger big && big.bitLength() < Long.SIZE);
        if (isWhole && Math.abs(number.longValue()) <= MAX_EXACT && number.longValue() != Long.MIN_VALUE) {
            return Long.toString(number.longValue());
        }
        return text(number.doubleValue());
    }

    private static String text(double value) {
        if (Double.isNaN(value) || Double.isInfinite(value)) {
            throw new IllegalArgumentException("a number is not finite as a double");
        }
        if (value == 0) {
            return "0";
        }
        BigDecimal shortest = shortest(Math.abs(value)).stripTrailingZeros();
        String form = form(shortest.unscaledValue().toString(), shortest.precision() - shortest.scale());
        return value < 0 ? "-" + form : form;
    }

    /** The decimal with the fewest digits that is read as the same double, and of those the closest to it. */
    private static BigDecimal shortest(double value) {
        BigDecimal exact = new BigDecimal(value);
        for (int digits = 1; digits < MAX_DIGITS; digits++) {
            BigDecimal below = exact.round(new MathContext(digits, RoundingMode.DOWN));
            BigDecimal above = exact.round(new MathContext(digits, RoundingMode.UP));
            boolean isBelowRight = below.doubleValue() == value;
            boolean isAboveRight = above.doubleValue() == value;
            if (isBelowRight && isAboveRight) {
                return exact.round(new MathContext(digits, RoundingMode.HALF_EVEN));
            }
            if (isBelowRight || isAboveRight) {
                return isBelowRight ? below : above;
            }
        }
        return exact.round(new MathContext(MAX_DIGITS, RoundingMode.HALF_EVEN));
    }

    /** ECMAScript's Number::toString; the number is 0.digits times ten to the power of point. */
    private static String form(String digits, int point) {
        int count = digits.length();
        if (count <= point && point <= MAX_PLAIN_DIGITS) {
            return digits + "0".repeat(point - count);
        }
        if (0 < point && point <= MAX_PLAIN_DIGITS) {
            return digits.substring(0, point) + "." + digits.substring(point);
        }
        if (-MAX_LEADING_ZEROS < point && point <= 0) {
            return "0." + "0".repeat(-point) + digits;
        }
        int exponent = point - 1;
        String mantissa = count == 1 ? digits : digits.charAt(0) + "." + digits.substring(1);
        return mantissa + "e" + (exponent < 0 ? "-" : "+") + Math.abs(exponent);
    }
}
