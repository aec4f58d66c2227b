package dev.spindle.retrieval.citation;

import java.math.BigDecimal;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Numbers in digits and in words, as the same value. */
final class Numbers {
    private static final int LONGEST = 30;
    private static final Map<String, String> WORDS = Map.ofEntries(
            Map.entry("zero", "0"),
            Map.entry("two", "2"),
            Map.entry("three", "3"),
            Map.entry("four", "4"),
            Map.entry("five", "5"),
            Map.entry("six", "6"),
            Map.entry("seven", "7"),
            Map.entry("eight", "8"),
            Map.entry("nine", "9"),
            Map.entry("ten", "10"),
            Map.entry("eleven", "11"),
            Map.entry("twelve", "12"),
            Map.entry("thirteen", "13"),
            Map.entry("fourteen", "14"),
            Map.entry("fifteen", "15"),
            Map.entry("sixteen", "16"),
            Map.entry("seventeen", "17"),
            Map.entry("eighteen", "18"),
            Map.entry("nineteen", "19"),
            Map.entry("twenty", "20"),
            Map.entry("thirty", "30"),
            Map.entry("forty", "40"),
            Map.entry("fifty", "50"),
            Map.entry("sixty", "60"),
            Map.entry("seventy", "70"),
            Map.entry("eighty", "80"),
            Map.entry("ninety", "90"),
            Map.entry("hundred", "100"),
            Map.entry("thousand", "1000"),
            Map.entry("million", "1000000"),
            Map.entry("billion", "1000000000"),
            Map.entry("dozen", "12"),
            Map.entry("half", "0.5"),
            Map.entry("twice", "2"));

    /** Places in a row; the first two are said of much else, too. */
    private static final Map<String, String> PLACES = Map.ofEntries(
            Map.entry("third", "3"),
            Map.entry("fourth", "4"),
            Map.entry("fifth", "5"),
            Map.entry("sixth", "6"),
            Map.entry("seventh", "7"),
            Map.entry("eighth", "8"),
            Map.entry("ninth", "9"),
            Map.entry("tenth", "10"),
            Map.entry("eleventh", "11"),
            Map.entry("twelfth", "12"),
            Map.entry("quarter", "4"),
            Map.entry("thirds", "3"),
            Map.entry("quarters", "4"),
            Map.entry("fifths", "5"));

    private static final Map<String, String> FIRST = Map.of("1st", "first", "2nd", "second");
    private static final Pattern PLACE = Pattern.compile("(\\d{1,9})(?:st|nd|rd|th)");
    private static final Pattern SHORT = Pattern.compile("([\\d.,]{1,20})(k|bn|mn)");
    private static final Map<String, String> SCALES = Map.of("k", "1000", "mn", "1000000", "bn", "1000000000");
    private static final Pattern TIME = Pattern.compile("\\d{1,2}(?::\\d{2}){1,2}");
    private static final Pattern PLAIN = Pattern.compile("-?\\d{1,30}(?:\\.\\d{1,30})?");

    private Numbers() {}

    /** Whether a value is one that can be reckoned with. */
    static boolean isPlain(String value) {
        return PLAIN.matcher(value).matches();
    }

    /**
     * The value of a word in lower case; empty if it is no number. A place in a row, or a part of a whole, is told from a count by the mark in
     * front.
     */
    static String value(String lower) {
        String named = WORDS.get(lower);
        if (named != null) return named;
        String place = PLACES.get(lower);
        if (place != null) return "#" + place;
        if (FIRST.containsKey(lower)) return FIRST.get(lower);
        if (TIME.matcher(lower).matches()) return lower.startsWith("0") ? lower.substring(1) : lower;
        Matcher row = PLACE.matcher(lower);
        if (row.matches()) return "#" + row.group(1);
        Matcher scaled = SHORT.matcher(lower);
        if (scaled.matches() && isPlain(inDigits(scaled.group(1)))) {
            BigDecimal value =
                    new BigDecimal(inDigits(scaled.group(1))).multiply(new BigDecimal(SCALES.get(scaled.group(2))));
            return value.stripTrailingZeros().toPlainString();
        }
        return inDigits(lower);
    }

    private static String inDigits(String lower) {
        boolean digits = lower.length() <= LONGEST
                && Character.isDigit(lower.charAt(0))
                && lower.chars().allMatch(c -> Character.isDigit(c) || c == '.' || c == ',');
        if (!digits) return "";
        String plain = lower.replace(",", "");
        if (plain.indexOf('.') != plain.lastIndexOf('.')) return plain;
        try {
            return new BigDecimal(plain).stripTrailingZeros().toPlainString();
        } catch (NumberFormatException otherDigits) {
            return plain;
        }
    }
}
