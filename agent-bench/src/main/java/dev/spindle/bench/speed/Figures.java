package dev.spindle.bench.speed;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.StringTokenizer;
import java.util.stream.Collectors;

/**
 * What one round of one contestant gave.
 *
 * @param values by what they measure, the unit in the name
 */
record Figures(Map<String, Double> values) {
    Figures {
        values = Map.copyOf(values);
    }

    static Figures of(String name, double value) {
        return new Figures(Map.of(name, value));
    }

    Figures with(String name, double value) {
        Map<String, Double> more = new LinkedHashMap<>(values);
        more.put(name, value);
        return new Figures(more);
    }

    double get(String name) {
        Double value = values.get(name);
        if (value == null) throw new IllegalArgumentException("No figure '" + name + "' among " + values.keySet());
        return value;
    }

    /** On one line, as {@link #read} takes it. */
    String line() {
        return values.entrySet().stream()
                .map(value -> value.getKey() + "=" + value.getValue())
                .collect(Collectors.joining(" "));
    }

    static Figures read(String line) {
        Map<String, Double> values = new LinkedHashMap<>();
        for (StringTokenizer words = new StringTokenizer(line); words.hasMoreTokens(); ) {
            String value = words.nextToken();
            int equals = value.indexOf('=');
            if (equals < 0) throw new IllegalArgumentException("No figures: " + line);
            values.put(value.substring(0, equals), Double.valueOf(value.substring(equals + 1)));
        }
        return new Figures(values);
    }
}
