package dev.spindle.retrieval.citation;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Words of which one stands where another might: a day of the week is no other day. */
final class Alternatives {
    private static final List<String> KINDS = List.of(
            "monday tuesday wednesday thursday friday saturday sunday",
            "january february april june july august september october november december",
            "spring summer autumn winter",
            "red blue green yellow black white brown grey orange pink purple",
            "north south east west",
            "northern southern eastern western",
            "halve double triple quadruple",
            "daily weekly monthly yearly hourly",
            "mother father sister brother son daughter",
            "gold silver bronze copper iron steel",
            "breakfast lunch dinner");

    private static final Map<String, Set<String>> OTHERS = others();

    private Alternatives() {}

    private static Map<String, Set<String>> others() {
        Map<String, Set<String>> others = new HashMap<>();
        for (String kind : KINDS) {
            Set<String> stems = new HashSet<>();
            for (String word : kind.split(" ", -1)) stems.add(Stems.of(word));
            for (String stem : stems) {
                Set<String> rest = new HashSet<>(stems);
                rest.remove(stem);
                others.put(stem, rest);
            }
        }
        return Map.copyOf(others);
    }

    /** The stems that exclude a stem where they stand in its place; none of most words. */
    static Set<String> to(String stem) {
        return OTHERS.getOrDefault(stem, Set.of());
    }
}
