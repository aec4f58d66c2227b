package dev.spindle.tools.math;

import static javax.measure.MetricPrefix.CENTI;
import static javax.measure.MetricPrefix.GIGA;
import static javax.measure.MetricPrefix.HECTO;
import static javax.measure.MetricPrefix.KILO;
import static javax.measure.MetricPrefix.MEGA;
import static javax.measure.MetricPrefix.MICRO;
import static javax.measure.MetricPrefix.MILLI;
import static javax.measure.MetricPrefix.NANO;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.Map;
import java.util.TreeMap;
import javax.measure.IncommensurableException;
import javax.measure.Unit;
import javax.measure.quantity.Dimensionless;
import javax.measure.quantity.Length;
import javax.measure.quantity.Mass;
import tech.units.indriya.function.MultiplyConverter;
import tech.units.indriya.unit.Units;

/** The units that are known by name. The library's own parser is not asked: {@code m^999999} overflows its stack. */
final class KnownUnits {
    private static final int MAX_NAME = 30;
    /** What the library has rounded to 34 digits, without the trace of it. */
    private static final MathContext SIGNIFICANT = new MathContext(28, RoundingMode.HALF_EVEN);

    private static final Unit<Length> FOOT = Units.METRE.multiply(3_048).divide(10_000);
    private static final Unit<Length> INCH = FOOT.divide(12);
    private static final Unit<Length> MILE = FOOT.multiply(5_280);
    private static final Unit<Mass> POUND = Units.KILOGRAM.multiply(45_359_237).divide(100_000_000);

    private final Map<String, Unit<?>> units = new TreeMap<>();

    KnownUnits() {
        lengthsAndTimes();
        areasAndVolumes();
        masses();
        mechanics();
        temperaturesAndAngles();
        data();
    }

    /**
     * A value in another unit.
     *
     * @throws RefusedMathException if a unit is not known, or they are not of one kind
     */
    BigDecimal convert(BigDecimal value, String from, String to) {
        Unit<?> source = unit(from);
        Unit<?> target = unit(to);
        if (!plainKind(from).equals(plainKind(to))) throw ofOtherKinds(from, to);
        try {
            Number converted = source.getConverterToAny(target).convert((Number) value);
            return new BigDecimal(converted.toString()).round(SIGNIFICANT);
        } catch (IncommensurableException otherKind) {
            throw ofOtherKinds(from, to);
        }
    }

    private static RefusedMathException ofOtherKinds(String from, String to) {
        return new RefusedMathException("'" + from.strip() + "' and '" + to.strip() + "' measure different things.");
    }

    /** To the library angles and data are mere numbers, so that a radian would be a bit, and a radian a second a hertz. */
    private static String plainKind(String written) {
        String name = written.strip().replaceFirst("/.*", "").strip();
        if (name.matches("rad|deg|°")) return "angle";
        return name.matches("(k|M|G|T)?bit|(k|M|G|T|Ki|Mi|Gi|Ti)?B|byte") ? "data" : "other";
    }

    private Unit<?> unit(String written) {
        String name = written.strip();
        int slash = name.indexOf('/');
        if (name.length() <= MAX_NAME && slash < 0) return named(name);
        if (name.length() <= MAX_NAME) return named(name.substring(0, slash)).divide(named(name.substring(slash + 1)));
        throw new RefusedMathException("The name of a unit has at most " + MAX_NAME + " characters.");
    }

    private Unit<?> named(String name) {
        Unit<?> unit = units.get(name.strip());
        if (unit == null) throw new RefusedMathException("There is no such unit. Known are: " + units.keySet() + ".");
        return unit;
    }

    private void lengthsAndTimes() {
        Unit<?> metre = Units.METRE;
        add(metre, "m");
        add(KILO(Units.METRE), "km");
        add(CENTI(Units.METRE), "cm");
        add(MILLI(Units.METRE), "mm");
        add(MICRO(Units.METRE), "um", "µm");
        add(NANO(Units.METRE), "nm");
        add(INCH, "in");
        add(FOOT, "ft");
        add(FOOT.multiply(3), "yd");
        add(MILE, "mi");
        add(metre.multiply(1_852), "nmi");
        add(Units.METRE.multiply(9_460_730_472_580_800L), "ly");
        add(Units.SECOND, "s");
        add(MILLI(Units.SECOND), "ms");
        add(MICRO(Units.SECOND), "us", "µs");
        add(NANO(Units.SECOND), "ns");
        add(Units.MINUTE, "min");
        add(Units.HOUR, "h");
        add(Units.DAY, "d", "day");
        add(Units.WEEK, "week");
        add(MILE.divide(Units.HOUR), "mph");
        add(metre.multiply(1_852).divide(Units.HOUR), "kn");
    }

    private void areasAndVolumes() {
        Unit<?> metre = Units.METRE;
        add(Units.SQUARE_METRE, "m2", "m²");
        add(KILO(Units.METRE).pow(2), "km2", "km²");
        add(CENTI(Units.METRE).pow(2), "cm2", "cm²");
        add(metre.pow(2).multiply(10_000), "ha");
        add(FOOT.pow(2), "ft2", "ft²");
        add(FOOT.pow(2).multiply(43_560), "acre");
        add(Units.CUBIC_METRE, "m3", "m³");
        add(CENTI(Units.METRE).pow(3), "cm3", "cm³");
        add(Units.LITRE, "l", "L");
        add(MILLI(Units.LITRE), "ml", "mL");
        add(INCH.pow(3).multiply(231), "gal");
        add(INCH.pow(3).multiply(231).divide(8), "pt");
        add(INCH.pow(3).multiply(231).divide(16), "cup");
        add(INCH.pow(3).multiply(231).divide(128), "floz");
    }

    private void masses() {
        add(Units.GRAM, "g");
        add(Units.KILOGRAM, "kg");
        add(MILLI(Units.GRAM), "mg");
        add(Units.KILOGRAM.multiply(1_000), "t");
        add(POUND, "lb");
        add(POUND.divide(16), "oz");
    }

    private void mechanics() {
        add(Units.NEWTON, "N");
        add(Units.PASCAL, "Pa");
        add(HECTO(Units.PASCAL), "hPa");
        add(KILO(Units.PASCAL), "kPa");
        add(Units.PASCAL.multiply(100_000), "bar");
        add(Units.JOULE, "J");
        add(KILO(Units.JOULE), "kJ");
        add(MEGA(Units.JOULE), "MJ");
        add(Units.WATT.multiply(Units.HOUR), "Wh");
        add(KILO(Units.WATT).multiply(Units.HOUR), "kWh");
        add(Units.JOULE.multiply(4_184).divide(1_000), "cal");
        add(Units.JOULE.multiply(4_184), "kcal");
        add(Units.WATT, "W");
        add(KILO(Units.WATT), "kW");
        add(MEGA(Units.WATT), "MW");
        add(Units.HERTZ, "Hz");
        add(KILO(Units.HERTZ), "kHz");
        add(MEGA(Units.HERTZ), "MHz");
        add(GIGA(Units.HERTZ), "GHz");
        add(Units.VOLT, "V");
        add(Units.AMPERE, "A");
        add(Units.OHM, "Ohm", "Ω");
    }

    private void temperaturesAndAngles() {
        add(Units.KELVIN, "K");
        add(Units.CELSIUS, "degC", "°C", "℃");
        add(Units.KELVIN.multiply(5).divide(9).shift(new BigDecimal("459.67")), "degF", "°F", "℉");
        add(Units.RADIAN, "rad");
        add(Units.RADIAN.transform(MultiplyConverter.ofPiExponent(1)).divide(180), "deg", "°");
    }

    private void data() {
        Unit<Dimensionless> bit = Units.PERCENT.getSystemUnit().alternate("bit");
        Unit<?> bytes = bit.multiply(8);
        add(bit, "bit");
        add(bytes, "B", "byte");
        String[] prefixes = {"k", "M", "G", "T"};
        long decimal = 1;
        long binary = 1;
        for (String prefix : prefixes) {
            decimal *= 1_000;
            binary *= 1_024;
            add(bytes.multiply(Long.valueOf(decimal)), prefix + "B");
            add(bit.multiply(Long.valueOf(decimal)), prefix + "bit");
            add(bytes.multiply(Long.valueOf(binary)), (prefix.equals("k") ? "K" : prefix) + "iB");
        }
    }

    private void add(Unit<?> unit, String... names) {
        for (String name : names) units.put(name, unit);
    }
}
