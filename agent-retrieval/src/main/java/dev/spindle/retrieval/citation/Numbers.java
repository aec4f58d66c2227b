package dev.spindle.retrieval.citation;

import java.math.BigDecimal;
import java.util.Map;

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

    private Numbers() {}

    /** The value of a word in lower case; empty if it is no number. */
    static String value(String lower) {
        String named = WORDS.get(lower);
        if (named != null) return named;
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
